"""The web server on a test's own database, started as the platform starts it."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from accounts.models import User
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
    """Sessions of `users`, as logging in would make them."""
    store, made = SessionStore(), []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        made.append(
            Session(
                session_key=secrets.token_hex(16),
                session_data=store.encode(data),
                expire_date=store.get_expiry_date(),
            )
        )
    return [session.session_key for session in Session.objects.bulk_create(made)]


def _up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).is_success
    except httpx.TransportError:
        return False
