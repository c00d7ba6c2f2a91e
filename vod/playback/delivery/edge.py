"""Addresses with a token in their path, which nginx checks (`secure_link`, `infra/edge/`). Pure.

EDGE/reel/SECRET'S NAME/EXPIRES/VIEWER/TOKEN/FILM/OBJECT
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from vod.playback.delivery.protocol import Around
from vod.playback.delivery.shared import SharedToken

SHORTEST_SECRET = 32
NAME_DIGITS = 8
VIEWER_BYTES = 12


@dataclass(frozen=True)
class EdgeToken(SharedToken):
    """`secret` is the first of those that the edge accepts."""

    url: str
    secret: str

    def around(self, film: str, *, session_id: str, now: datetime, until: datetime) -> Around:
        """The token binds viewer, film and end; MD5 is what `secure_link` speaks (ADR 0029)."""
        expires = f"{int(until.timestamp())}"
        viewer = self._viewer(session_id)
        signed = f"{expires} {viewer} {film} {self.secret}".encode()
        token = _text(hashlib.md5(signed, usedforsecurity=False).digest())
        name = secret_name(self.secret)
        return Around(f"{self.url}/reel/{name}/{expires}/{viewer}/{token}/", "")

    def _viewer(self, session_id: str) -> str:
        """Not the session's own id: whoever reads an address can look nobody up by it."""
        digest = hmac.digest(self.secret.encode(), session_id.encode(), "sha256")
        return _text(digest[:VIEWER_BYTES])


def secret_name(secret: str) -> str:
    """How an address says which secret signed it, so that secrets can be changed."""
    return hashlib.sha256(secret.encode()).hexdigest()[:NAME_DIGITS]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
