"""The web server on a test's own database, started as the platform starts it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.db import connection

from accounts.models import User
from accounts.services import open_session
from infra.local.platform import ROOT, web_command
from infra.local.processes import Supervisor, free_port, wait_until


@contextmanager
def served(
    directory: Path, *, application: str = "vod.wsgi:application", **environment: str
) -> Iterator[str]:
    """Its address. The test's rows have to be committed: it wants `transaction=True`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    name = str(connection.settings_dict["NAME"])
    database = urlsplit(os.environ["VOD_DATABASE_URL"])._replace(path=f"/{name}")
    own = {"VOD_DATABASE_URL": urlunsplit(database), "VOD_PUBLIC_URLS": url}
    with Supervisor(directory / "log") as supervisor:
        command = web_command(port, application=application)
        supervisor.start("web", command, environment={**os.environ, **own, **environment}, cwd=ROOT)
        wait_until(lambda: _up(url), seconds=120, what=url, alive=supervisor.check)
        yield url


def tokens(users: Sequence[User]) -> list[str]:
    """Log-ins of `users`; roles of staff are awake in them."""
    hour = timedelta(hours=1)
    return [str(open_session(user=user, lasts=hour).session_key) for user in users]


def _up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).is_success
    except httpx.TransportError:
        return False
