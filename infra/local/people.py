"""Visitors of the platform over HTTP alone: what a client of the public API does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx

from infra.local import codes
from vod.ingest.client import TOKEN, Client, Unexpected, expect
from vod.ingest.sending import send_parts
from vod.ingest.watching import watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Filmmaker", "Person", "Unexpected", "expect"]

AUTH = "/_allauth/app/v1/auth/"


class Person(Client):
    """Somebody with a client of her own; logged in through the headless account API."""

    def log_in(self, email: str, password: str) -> None:
        """Log in with a confirmed or unconfirmed account; staff show their second factor."""
        credentials = {"email": email, "password": password}
        answer = self.http.post(f"{AUTH}login", json=credentials)
        if answer.status_code == httpx.codes.UNAUTHORIZED and "mfa_authenticate" in answer.text:
            self._show_factor(answer.json()["meta"]["session_token"], codes.secret_of(password))
        else:
            self._come_in(answer)

    def sign_up(self, email: str, password: str) -> None:
        """Make an account; it is not confirmed yet."""
        self._come_in(self.http.post(f"{AUTH}signup", json={"email": email, "password": password}))

    def _show_factor(self, pending: str, secret: str) -> None:
        headers = {"X-Session-Token": pending}
        answer = self._send_code(secret, headers)
        if answer.is_error:  # somebody else came in with this code just before
            codes.wait_for_next()
            answer = self._send_code(secret, headers)
        self._come_in(answer)

    def _send_code(self, secret: str, headers: dict[str, str]) -> httpx.Response:
        body = {"code": codes.code(secret, at=time.time())}
        return self.http.post(f"{AUTH}2fa/authenticate", json=body, headers=headers)

    def _come_in(self, answer: httpx.Response) -> None:
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
