"""Where a stream's bytes come from: a directory, or the web. The only I/O of a validation.

A playlist is not trusted: from a directory nothing outside of it is read, from the web nothing but
http and https, and no answer is larger than `MOST_BYTES`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

import httpx

MOST_BYTES = 256 * 1024**2
SECONDS = 30


class NotFetched(Exception):
    """The bytes can't be had."""


@dataclass(frozen=True)
class Answer:
    """Bytes, decompressed. `redirect` is where the server wanted us to go."""

    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    redirect: str = ""


class Origin(Protocol):
    """Where addresses lead."""

    remote: bool

    def join(self, base: str, address: str) -> str:
        """The address as it is meant in the file at `base`."""

    def fetch(self, address: str) -> Answer:
        """Raises `NotFetched`."""


class Directory:
    """A copy on disk; addresses are paths below its root."""

    remote = False

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def join(self, base: str, address: str) -> str:
        """Relative to the playlist's own place; `/` is the root."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return address  # which can't be fetched, and is told so
        return urljoin(f"/{base}", unquote(parts.path)).lstrip("/")

    def fetch(self, address: str) -> Answer:
        """A file below the root."""
        path = (self._root / address).resolve()
        if not path.is_relative_to(self._root) or urlsplit(address).scheme:
            raise NotFetched(f"{address} is outside of the directory")
        try:
            if path.stat().st_size > MOST_BYTES:
                raise NotFetched(f"{address} has {path.stat().st_size} bytes")
            return Answer(path.read_bytes())
        except (OSError, ValueError) as error:
            raise NotFetched(f"{address}: {error}") from error


class Web:
    """A server; asked as a player asks, with gzip. Redirects are told, not followed (8.18)."""

    remote = True

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def join(self, base: str, address: str) -> str:
        """RFC 3986 §5."""
        return urljoin(base, address)

    def fetch(self, address: str) -> Answer:
        """GET."""
        if urlsplit(address).scheme not in {"http", "https"}:
            raise NotFetched(f"{address} is neither http nor https")
        try:
            with self._client.stream("GET", address) as answer:
                if answer.is_redirect:
                    return Answer(b"", redirect=answer.headers["location"])
                answer.raise_for_status()
                data = b""
                for part in answer.iter_bytes():
                    data += part
                    if len(data) > MOST_BYTES:
                        raise NotFetched(f"{address} has more than {MOST_BYTES} bytes")
                return Answer(data, dict(answer.headers))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetched(f"{address}: {error}") from error


@contextmanager
def origin_of(location: str) -> Iterator[tuple[Origin, str]]:
    """Where a path or a URL leads, and the playlist's address there; lines are closed after it."""
    if urlsplit(location).scheme in {"http", "https"}:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            yield Web(client), location
    else:
        path = Path(location)
        yield Directory(path.parent), path.name
