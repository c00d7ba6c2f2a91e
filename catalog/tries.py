"""How often codes may come from one place.

Of codes for tickets only wrong ones count, for a class shares a right one. Of code words all do.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

from catalog.places import client_address
from catalog.troubles import CodeUnknown, TooManyCalls, TooManyTries

MOST_WRONG, MOST_CALLS, SECONDS = 30, 10, 600
IPV6_PREFIX = 64  # what one line has


@contextmanager
def guessing(request: HttpRequest) -> Iterator[None]:
    """Around the look-up of a typed code. Raises `TooManyTries` after too many wrong ones."""
    key = _key(request, "wrong-codes")
    if cache.get(key, 0) >= MOST_WRONG:
        raise TooManyTries
    try:
        yield
    except CodeUnknown:
        _count(key)
        raise


@contextmanager
def knocking(request: HttpRequest) -> Iterator[None]:
    """Around a code word. Each call counts the same, so that no answer tells right from wrong.

    Raises `TooManyCalls`.
    """
    key = _key(request, "code-words")
    if cache.get(key, 0) >= MOST_CALLS:
        raise TooManyCalls
    _count(key)
    yield


def _count(key: str) -> None:
    if not cache.add(key, 1, SECONDS):
        with suppress(ValueError):  # it ran out in between: then there is nothing to add to
            cache.incr(key)


def _key(request: HttpRequest, what: str) -> str:
    """The cache keeps an HMAC of it, never the address."""
    address = client_address(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )
    if isinstance(address, IPv6Address):
        address = ip_network((address, IPV6_PREFIX), strict=False).network_address
    return f"{what}:{address}"
