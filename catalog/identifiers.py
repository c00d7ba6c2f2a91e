"""Names that tell nothing."""

import secrets


def new_public_id() -> str:
    """128 random bits as 22 URL-safe characters: no order, no time, nothing to count."""
    return secrets.token_urlsafe(16)
