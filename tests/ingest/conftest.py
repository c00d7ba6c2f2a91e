"""The command in this process, before a server of this process, with the real store."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.models import User
from tests.catalog.rows import make_user

MIB = 1024**2
PARTS = 3


def make_confirmed(*roles: str) -> User:
    user = make_user(*roles)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A file of three parts; nobody looks into it here."""
    path = tmp_path / "a-telling-name.mov"
    path.write_bytes(b"a" * 5 * MIB + b"b" * 5 * MIB + b"c")
    return path


class Run:
    """How the command ended, and what it printed."""

    def __init__(self, code: int, captured: Any) -> None:
        self.code = code
        self.told: str = captured.err
        self.json: dict[str, Any] = json.loads(captured.out)


Ingest = Callable[..., Run]


@pytest.fixture
def ingest(capsys: pytest.CaptureFixture[str]) -> Ingest:
    """`manage.py ingest …`."""

    def run(*arguments: object) -> Run:
        capsys.readouterr()
        try:
            call_command("ingest", *map(str, arguments))
        except SystemExit as ended:
            return Run(int(str(ended.code)), capsys.readouterr())
        return Run(0, capsys.readouterr())

    return run


class Puts:
    """Counts the parts that go to the store, and presses Ctrl-C before a certain one."""

    def __init__(self, put: Callable[..., httpx.Response]) -> None:
        self.count = 0
        self.stop_after: int | None = None
        self._put = put

    def __call__(self, *arguments: Any, **options: Any) -> httpx.Response:
        if self.count == self.stop_after:
            raise KeyboardInterrupt
        self.count += 1
        return self._put(*arguments, **options)


@pytest.fixture
def puts(monkeypatch: pytest.MonkeyPatch) -> Puts:
    counted = Puts(httpx.put)
    monkeypatch.setattr(httpx, "put", counted)
    return counted


Handed = Callable[..., Run]


@pytest.fixture
def programmer() -> User:
    return make_user("programmer")


@pytest.fixture
def hand_in(
    ingest: Ingest, film: Path, programmer: User, live_server: Any, settings: Any
) -> Handed:
    """Hand the film in, with further arguments; by the programmer, if nobody else is named."""
    settings.UPLOAD_PART_BYTES = 5 * MIB

    def run(*arguments: object) -> Run:
        return ingest(film, "--server", live_server.url, *arguments)

    return run
