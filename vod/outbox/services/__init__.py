"""What others may ask of the outbox."""

from vod.outbox.services.reading import (
    choose_mail,
    inbox_of,
    mailed_to,
    mark_read,
    stop_mail,
)
from vod.outbox.services.telling import tell, tell_all

__all__ = [
    "choose_mail",
    "inbox_of",
    "mailed_to",
    "mark_read",
    "stop_mail",
    "tell",
    "tell_all",
]
