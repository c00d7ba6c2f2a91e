"""Opaque session tokens: 256 random bits in the path, their hash in the database."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """43 characters, safe in a URL path."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """What is kept; a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
