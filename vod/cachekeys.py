"""Cache keys that tell nothing: rate limiters put addresses into theirs."""

import hashlib
import hmac

from django.conf import settings


def hashed_key(key: str, prefix: str, version: int) -> str:
    """`key` as an HMAC under the server's secret. The cache itself is never persisted."""
    text = f"{prefix}:{version}:{key}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
