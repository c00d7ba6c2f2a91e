"""Visitors of the platform over HTTP alone: what a client of the public API does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

from vod.ingest.client import TOKEN, Client, Unexpected, expect
from vod.ingest.sending import send_parts
from vod.ingest.watching import watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Filmmaker", "Person", "Unexpected", "expect"]


class Person(Client):
    """Somebody with a client of her own; logged in through the headless account API."""

    def log_in(self, email: str, password: str) -> None:
        """Log in with a confirmed or unconfirmed account."""
        self._authenticate("login", email, password)

    def sign_up(self, email: str, password: str) -> None:
        """Make an account; it is not confirmed yet."""
        self._authenticate("signup", email, password)

    def _authenticate(self, act: str, email: str, password: str) -> None:
        answer = self.http.post(
            f"/_allauth/app/v1/auth/{act}", json={"email": email, "password": password}
        )
        body = expect(answer, httpx.codes.OK)
        self.http.headers[TOKEN] = body["meta"]["session_token"]


class Filmmaker(Person):
    """Hands in a film and its subtitles. `master_url` is where the last part was put."""

    master_url = ""

    def upload(self, version: str, film: Path, *, on_bytes: Callable[[int], None]) -> str:
        """Upload a master in signed parts; its id. `on_bytes` is told how much is there."""
        size = film.stat().st_size
        master = self.post(f"/api/v1/versions/{version}/uploads/", {"size": size}, status=201)
        self.master_url = send_parts(self, master, film, on_sent=on_bytes)
        identity: str = master["id"]
        return identity

    def add_subtitle(self, version: str, language: str, text: str) -> None:
        """Hand in a WebVTT text."""
        body = {"language": language, "kind": "subtitles", "text": text}
        self.post(f"/api/v1/versions/{version}/subtitles/", body, status=201)

    def complete(self, master: str) -> None:
        """Say that every part is there."""
        self.post(f"/api/v1/masters/{master}/complete/")

    def follow(
        self, master: str, *, on_progress: Callable[[dict[str, Any]], None], seconds: float
    ) -> None:
        """Wait for the tracks; raises `Unexpected` if there will be none."""
        deadline = time.monotonic() + seconds
        shown: dict[str, Any] = {}
        for shown in watch(self, master):
            on_progress(shown["progress"])
            if shown["state"] == "processing" and time.monotonic() > deadline:
                raise Unexpected(f"no tracks after {seconds:.0f} s: {shown['progress']}")
        if shown["state"] != "ready":
            raise Unexpected(f"the master is {shown['state']}: {shown['message']}")
