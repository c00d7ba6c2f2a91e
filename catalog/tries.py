"""How often wrong codes may come from one place. Right ones do not count: a class shares one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

from catalog.places import client_address
from catalog.troubles import CodeUnknown, TooManyTries

MOST_WRONG, SECONDS = 30, 600
IPV6_PREFIX = 64  # what one line has


@contextmanager
def guessing(request: HttpRequest) -> Iterator[None]:
    """Around the look-up of a typed code. Raises `TooManyTries` after too many wrong ones."""
    key = _key(request)
    if cache.get(key, 0) >= MOST_WRONG:
        raise TooManyTries
    try:
        yield
    except CodeUnknown:
        if not cache.add(key, 1, SECONDS):
            with suppress(ValueError):  # it ran out in between: then there is nothing to add to
                cache.incr(key)
        raise


def _key(request: HttpRequest) -> str:
    """The cache keeps an HMAC of it, never the address."""
    address = client_address(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
    )
    if isinstance(address, IPv6Address):
        address = ip_network((address, IPV6_PREFIX), strict=False).network_address
    return f"wrong-codes:{address}"
