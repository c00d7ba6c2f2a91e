"""Addresses with a token in their path, which nginx checks (`secure_link`, `infra/edge/`). Pure.

EDGE/reel/SECRET'S NAME/EXPIRES/VIEWER/TOKEN/FILM/OBJECT
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from vod.playback.delivery.protocol import Around
from vod.playback.delivery.shared import SharedToken, url_text, viewer_of

SHORTEST_SECRET = 32
NAME_DIGITS = 8


@dataclass(frozen=True)
class EdgeToken(SharedToken):
    """`secret` is the first of those that the edge accepts."""

    url: str
    secret: str

    def around(self, film: str, *, session_id: str, now: datetime, until: datetime) -> Around:
        """The token binds viewer, film and end; MD5 is what `secure_link` speaks (ADR 0029)."""
        expires = f"{int(until.timestamp())}"
        viewer = viewer_of(session_id, secret=self.secret)
        signed = f"{expires} {viewer} {film} {self.secret}".encode()
        token = url_text(hashlib.md5(signed, usedforsecurity=False).digest())
        name = secret_name(self.secret)
        return Around(f"{self.url}/reel/{name}/{expires}/{viewer}/{token}/", "")


def secret_name(secret: str) -> str:
    """How an address says which secret signed it, so that secrets can be changed."""
    return hashlib.sha256(secret.encode()).hexdigest()[:NAME_DIGITS]
