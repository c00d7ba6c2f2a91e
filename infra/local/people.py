"""Visitors of the platform over HTTP alone: what a client of the public API does."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import TYPE_CHECKING, Any

import httpx

from infra.local import codes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLL_SECONDS = 0.5
AUTH = "/_allauth/app/v1/auth/"


class Unexpected(Exception):
    """An answer that should have been another one."""


class Person:
    """Somebody with a client of her own; logged in through the headless account API."""

    def __init__(self, url: str, *, language: str = "en") -> None:
        headers = {"Accept-Language": language}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=60)

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
        self.http.headers["X-Session-Token"] = body["meta"]["session_token"]

    def get(self, path: str, *, status: int = 200) -> Any:
        """GET JSON."""
        return expect(self.http.get(path), status)

    def post(self, path: str, body: dict[str, Any] | None = None, *, status: int = 200) -> Any:
        """POST JSON."""
        return expect(self.http.post(path, json=body or {}), status)


def expect(answer: httpx.Response, status: int) -> Any:
    """The body of an answer with this status; raises `Unexpected` with what came instead."""
    if answer.status_code != status:
        request = answer.request
        raise Unexpected(
            f"{request.method} {request.url.path}: {answer.status_code}, not {status}: "
            f"{answer.text[:600]}"
        )
    return answer.json() if answer.content else None


class Filmmaker(Person):
    """Hands in a film and its subtitles. `master_url` is where the last part was put."""

    master_url = ""

    def upload(self, version: str, film: Path, *, on_bytes: Callable[[int], None]) -> str:
        """Upload a master in signed parts; its id. Every part carries its SHA-256."""
        size = film.stat().st_size
        master = self.post(f"/api/v1/versions/{version}/uploads/", {"size": size}, status=201)
        path = f"/api/v1/masters/{master['id']}/"
        with film.open("rb") as file:
            number = 0
            while part := file.read(master["part_size"]):
                number += 1
                digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
                signed = self.post(f"{path}parts/{number}/", {"sha256": digest})
                httpx.put(
                    signed["url"], content=part, headers=signed["headers"], timeout=600
                ).raise_for_status()
                self.master_url = signed["url"]
                on_bytes(len(part))
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
        while True:
            state = self.get(f"/api/v1/masters/{master}/")
            on_progress(state["progress"])
            if state["state"] == "ready":
                return
            if state["state"] != "processing":
                raise Unexpected(f"the master is {state['state']}: {state['message']}")
            if time.monotonic() > deadline:
                raise Unexpected(f"no tracks after {seconds:.0f} s: {state['progress']}")
            time.sleep(POLL_SECONDS)
