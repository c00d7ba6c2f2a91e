"""Visitors of the platform over HTTP alone: what a client of the public API does."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLL_SECONDS = 0.5


class Unexpected(Exception):
    """An answer that should have been another one."""


class Person:
    """Somebody with a client of her own; logged in through the headless account API."""

    def __init__(self, url: str, *, language: str = "en") -> None:
        headers = {"Accept-Language": language}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=60)

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
