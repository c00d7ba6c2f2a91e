"""What is held of messages: as long as a ticket leads to somebody, and not longer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from vod.outbox.models import Message, Preference, Suppression
from vod.retention import Counts, Held, forget_all, kept

SUPPRESSED_DAYS = 365


def _told_long_ago(now: datetime) -> QuerySet[Message]:
    """Told that long ago; an edition is over later, so its tickets lead to somebody until then."""
    return Message.objects.filter(created_at__lte=now - timedelta(days=settings.TICKET_HOLDER_DAYS))


def _unreached_long_ago(now: datetime) -> QuerySet[Suppression]:
    return Suppression.objects.filter(since__lte=now - timedelta(days=SUPPRESSED_DAYS))


HELD = (
    Held(
        model=Message,
        rule="VOD_TICKET_HOLDER_DAYS after it was told: it says what she had a ticket for.",
        due=_told_long_ago,
        since="created_at",
    ),
    Held(
        model=Suppression,
        rule="A year: a digest of an address that mail did not reach.",
        due=_unreached_long_ago,
        since="since",
    ),
    *kept("With the account: what its owner does not want by mail.", Preference),
)


def export(user: User) -> dict[str, Any]:
    """What she was told, and what she does not want by mail."""
    told = Message.objects.filter(recipient=user).order_by("created_at", "pk")
    unwanted = Preference.objects.filter(user=user).order_by("kind")
    return {
        "messages": [
            {
                "kind": message.kind,
                "language": message.locale,
                "subject": message.text.subject,
                "text": message.text.body,
                "told_at": message.created_at,
                "read_at": message.read_at,
                "mail": message.state,
            }
            for message in told
        ],
        "unwanted_mail": list(unwanted.values_list("kind", flat=True)),
    }


def erase(user: User, now: datetime) -> None:
    """What she was told goes with her, mail that waits included."""
    Message.objects.filter(recipient=user).delete()
    Preference.objects.filter(user=user).delete()


def retain(now: datetime) -> Counts:
    """Forget what is due."""
    return forget_all(HELD, now)
