"""What columns of several tables have in common."""

import secrets
from enum import StrEnum


def new_public_id() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)


def choices(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    """Django's choices of a plain enumeration."""
    return [(member.value, member.value) for member in enumeration]
