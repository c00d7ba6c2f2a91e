"""What is held of requests: answers to idempotency keys, for a day."""

from datetime import datetime
from typing import Any

from accounts.models import User
from vod.conventions.idempotency import expired
from vod.conventions.models import KeptAnswer
from vod.retention import Counts, Held, forget_all

HELD = (
    Held(
        model=KeptAnswer,
        rule="A day, sealed under the client's key; the name is an HMAC.",
        due=expired,
        since="expires_at",
    ),
)


def export(user: User) -> dict[str, Any]:
    """Nothing: only her own client can name and open an answer."""
    return {}


def erase(user: User, now: datetime) -> None:
    """Nothing can be found from a person; all of it is gone in a day."""


def retain(now: datetime) -> Counts:
    """Forget what is due."""
    return forget_all(HELD, now)
