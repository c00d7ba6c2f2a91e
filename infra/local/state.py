"""What a stack keeps in its directory between runs: its lock, its ports, its secrets."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, TypeVar

from infra.local.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class DirectoryInUse(Exception):
    """Another supervisor already runs its services in this directory."""


@dataclass(frozen=True)
class Ports:
    """Every port a stack listens on; SeaweedFS would choose fixed ones for those left out."""

    postgres: int
    valkey: int
    s3: int
    s3_grpc: int
    filer: int
    filer_grpc: int
    master: int
    master_grpc: int
    volume: int
    volume_grpc: int
    admin: int
    admin_grpc: int


@dataclass(frozen=True)
class Credentials:
    """Random secrets of one stack; the platform itself never is the database superuser."""

    postgres_superuser_password: str
    postgres_password: str
    s3_access_key: str
    s3_secret_key: str


@contextlib.contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold `directory` for one supervisor; the kernel drops the lock when that one dies."""
    with (directory / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"another supervisor already runs the services in {directory}"
            raise DirectoryInUse(message) from error
        yield


def choose_ports(directory: Path) -> Ports:
    """Return the ports of the last run where they are still free, and remember the choice."""
    path = directory / "ports.json"
    remembered = _read(path)
    chosen: dict[str, int] = {}
    for field in fields(Ports):
        port = free_port(remembered.get(field.name))
        while port in chosen.values():
            port = free_port(port + 1)
        chosen[field.name] = port
    _write_private(path, chosen)
    return Ports(**chosen)


def ensure_credentials(directory: Path) -> Credentials:
    """Return the stack's secrets, making them up on the first run."""
    path = directory / "credentials.json"
    remembered: dict[str, str] = _read(path)
    if not remembered:
        remembered = asdict(
            Credentials(
                postgres_superuser_password=secrets.token_hex(24),
                postgres_password=secrets.token_hex(24),
                s3_access_key=secrets.token_hex(10),
                s3_secret_key=secrets.token_hex(24),
            )
        )
        _write_private(path, remembered)
    return Credentials(**remembered)


_Value = TypeVar("_Value", int, str)


def _read(path: Path) -> dict[str, _Value]:
    try:
        content: dict[str, _Value] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return content


def _write_private(path: Path, content: dict[str, int] | dict[str, str]) -> None:
    """Replace `path` in one step: a run killed in between must not leave half a file."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
    draft.replace(path)
