"""Items 8.18, 10.x, 11.x, 12.x: how a server gives a stream. About nothing in a copy on disk."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from transcoding.validation.rules import Check, must, should
from transcoding.validation.stream import Delivery, Stream

SHORT = 1000  # bytes: what is smaller need not be compressed
EPOCH_DIGITS = 10
TOKEN, LONG_TOKEN = 22, 31  # characters: 128 bits, and more than a random name has
MEDIA = frozenset({"init", "segment"})


@must("8.18", "Nothing is redirected")
def redirects(stream: Stream) -> Iterator[Check]:
    """Neither media nor keys nor playlists."""
    for delivery in _remote(stream):
        if delivery.answer.redirect:
            yield Check(ok=False, measured="redirected", where=_bare(delivery))
    if stream.remote:
        yield Check(ok=True, measured=f"{len(stream.deliveries)} answers")


@must("10.1", "Playlists are compressed with gzip")
def compressed(stream: Stream) -> Iterator[Check]:
    """Those that are long enough to gain by it."""
    for delivery in _remote(stream):
        length = delivery.answer.headers.get("content-length", "")
        short = length.isdecimal() and int(length) < SHORT
        encoding = delivery.answer.headers.get("content-encoding", "none")
        if delivery.what == "playlist" and not (short and encoding == "none"):
            yield Check(encoding == "gzip", encoding, _bare(delivery))


@must("11.1", "All is delivered over TLS")
def encrypted(stream: Stream) -> Iterator[Check]:
    """But on a machine's own loopback."""
    for host in {urlsplit(d.address)[:2] for d in _remote(stream)}:
        scheme, name = host
        yield Check(scheme == "https" or _loopback(urlsplit(f"//{name}").hostname), scheme, name)


@should("12.4", "Addresses of segments are not the same for everybody")
def not_static(stream: Stream) -> Iterator[Check]:
    """They carry a query, or a token in the path: a long one, or one beside its end in seconds."""
    for delivery in _remote(stream):
        if delivery.what == "segment":
            parts = urlsplit(delivery.address)
            signed = bool(parts.query) or _has_token(parts.path.split("/")[:-1])
            yield Check(signed, "signed" if signed else "static")
            return


@must("§6.2.3", "Keys are not kept by caches")
def keys_not_stored(stream: Stream) -> Iterator[Check]:
    """Cache-Control: no-store."""
    for delivery in _remote(stream):
        if delivery.what == "key":
            said = delivery.answer.headers.get("cache-control", "none")
            yield Check("no-store" in said, said, _bare(delivery))


def _remote(stream: Stream) -> list[Delivery]:
    return stream.deliveries if stream.remote else []


def _has_token(directories: list[str]) -> bool:
    longest = max(map(len, directories), default=0)
    ends = any(len(part) == EPOCH_DIGITS and part.isdecimal() for part in directories)
    return longest >= LONG_TOKEN or (ends and longest >= TOKEN)


def _bare(delivery: Delivery) -> str:
    """Without its query, which is a credential."""
    return urlsplit(delivery.address)._replace(query="").geturl()


def _loopback(host: str | None) -> bool:
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
