"""Cache keys that tell nothing: rate limiters put addresses into theirs.

A key is stored as an HMAC of itself under a secret that is made up anew each day and stands in
Valkey alone, which is never written to disk. Whoever gets hold of the server's settings cannot try
all addresses against the keys, and of yesterday's keys not even we can say what they were.
"""

import hashlib
import hmac
import secrets
import time
from functools import lru_cache

import redis
from django.conf import settings

DAY_SECONDS = 86400
# Another process may have made a new one after Valkey lost its memory.
TRUSTED_SECONDS = 30


def hashed_key(key: str, prefix: str, version: int) -> str:
    """`key` as an HMAC under today's secret: Django's `KEY_FUNCTION`."""
    text = f"{prefix}:{version}:{key}"
    return hmac.new(todays_secret(), text.encode(), hashlib.sha256).hexdigest()


def todays_secret() -> bytes:
    """The secret that all processes share until midnight (UTC)."""
    now = int(time.time())
    return _secret(day=now // DAY_SECONDS, spell=now // TRUSTED_SECONDS)


@lru_cache(maxsize=1)
def _secret(*, day: int, spell: int) -> bytes:
    """Ask Valkey for the day's secret; whoever asks first makes it."""
    made = secrets.token_bytes(32)
    # One day longer than it is used: clocks differ.
    known = _valkey().set(f"cachekeys/{day}", made.hex(), nx=True, get=True, ex=2 * DAY_SECONDS)
    return bytes.fromhex(known.decode()) if isinstance(known, bytes) else made


@lru_cache(maxsize=1)
def _valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.CACHE_URL)
