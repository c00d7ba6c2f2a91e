"""People before the upload API, and the parts they send."""

import base64
import hashlib
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from rest_framework.test import APIClient

from accounts.models import User, UserRole
from tests.transcoding.rows import real_now
from transcoding import uploads
from transcoding.models import Master

_numbers = count(1)


def make_user(*roles: str) -> User:
    user = User.objects.create_user(f"visitor{next(_numbers)}@example.org")
    for role in roles:
        UserRole.objects.create(user=user, role=role)
    return user


def sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def open_upload(*, owner: str, size: int) -> Master:
    """As catalog does it for a film's version."""
    now = real_now()
    return uploads.begin(owner=owner, size=size, priority=100, retain_until=now, now=now)


class Filmmaker:
    """Somebody with a master on the way, over the HTTP API alone."""

    def __init__(self, film: bytes, *, user: User | None = None) -> None:
        self.film = film
        self.user = user or make_user("filmmaker")
        self.master = open_upload(owner=self.user.public_id, size=len(film))
        self.url = f"/api/v1/masters/{self.master.public_id}/"
        self.client = self.client_of(self.user)

    @staticmethod
    def client_of(user: User | None, *, language: str = "en") -> APIClient:
        client = APIClient(HTTP_ACCEPT_LANGUAGE=language)
        client.force_authenticate(user)
        return client

    def part(self, number: int) -> bytes:
        size = self.master.part_size
        return self.film[(number - 1) * size : number * size]

    def sign(self, number: int, body: bytes | None = None) -> Any:
        digest = sha256(self.part(number) if body is None else body)
        return self.client.post(f"{self.url}parts/{number}/", {"sha256": digest})

    def send(self, *numbers: int) -> None:
        """Have each part signed and put it into the store."""
        for number in numbers:
            signed = self.sign(number).json()
            answer = httpx.put(
                signed["url"],
                content=self.part(number),
                headers=signed["headers"],
                trust_env=False,
                timeout=60,
            )
            assert answer.status_code == 200, answer.text

    def listed(self) -> list[dict[str, Any]]:
        answer = self.client.get(f"{self.url}parts/")
        assert answer.status_code == 200, answer.content
        parts: list[dict[str, Any]] = answer.json()
        return parts

    def complete(self) -> Any:
        return self.client.post(f"{self.url}complete/")

    def stored(self) -> Master:
        return Master.objects.get(pk=self.master.pk)


def hand_in(film: Path, *, owner: str = "owner") -> Master:
    """A whole upload without a visitor: a master that is ready to be surveyed."""
    data = film.read_bytes()
    master = open_upload(owner=owner, size=len(data))
    for number, start in enumerate(range(0, len(data), master.part_size), start=1):
        body = data[start : start + master.part_size]
        signed = uploads.sign_part(master=master, number=number, sha256=sha256(body))
        httpx.put(signed.url, content=body, headers=signed.headers, trust_env=False, timeout=60)
    return uploads.complete(master=master, now=real_now())
