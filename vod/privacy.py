"""What the whole platform holds of people: reported, exported, erased, forgotten in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min

from accounts import privacy as accounts
from accounts.models import Role, User, UserRole
from catalog import privacy as catalog
from transcoding import privacy as transcoding
from vod.audience import privacy as audience
from vod.audience.services import tally
from vod.conventions import privacy as conventions
from vod.outbox import privacy as outbox
from vod.playback import privacy as playback
from vod.playback.services import telling
from vod.retention import Counts, Held

# From what knows most of others to what others point to.
HELD: tuple[Held, ...] = (
    *audience.HELD,
    *playback.HELD,
    *catalog.HELD,
    *outbox.HELD,
    *transcoding.HELD,
    *conventions.HELD,
    *accounts.HELD,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A model in the report. `oldest` is empty where no row has an age."""

    label: str
    rows: int
    oldest: date | None
    overdue: int
    rule: str


def report(now: datetime) -> Iterator[Line]:
    """What is held, how much of it, since when, by which rule, and what should be gone."""
    for held in HELD:
        rows = held.model._default_manager.all()  # noqa: SLF001 - Django's documented model API
        oldest = rows.aggregate(at=Min(held.since))["at"] if held.since else None
        yield Line(
            label=held.label,
            rows=rows.count(),
            oldest=oldest.date() if isinstance(oldest, datetime) else oldest,
            overdue=held.overdue(now),
            rule=held.rule,
        )


def export(user: User) -> dict[str, Any]:
    """All that can be found from `user`, by app."""
    return {
        "account": accounts.export(user),
        "catalog": catalog.export(user),
        "messages": outbox.export(user),
        "transcoding": transcoding.export(user),
        "playback": playback.export(user),
        "audience": audience.export(user),
        "requests": conventions.export(user),
    }


class LastAdmin(Exception):
    """Without her nobody could make another."""


@transaction.atomic
def erase(user: User, now: datetime) -> None:
    """Forget a person now. Her seats stay taken, by nobody; the account goes last.

    Raises `LastAdmin`.
    """
    admins = UserRole.objects.select_for_update().filter(role=Role.ADMIN)
    if [held.user_id for held in admins] == [user.pk]:
        raise LastAdmin
    audience.erase(user, now)
    playback.erase(user, now)
    catalog.erase(user, now)
    outbox.erase(user, now)
    transcoding.erase(user, now)
    conventions.erase(user, now)
    accounts.erase(user, now)


def retain(now: datetime) -> Counts:
    """Apply every rule; how many rows of which model. Plays are counted before they are gone."""
    with transaction.atomic():
        tally(telling.over_before_forgotten(now=now))
        counts = playback.retain(now)
    for app in (audience, catalog, outbox, transcoding, conventions, accounts):
        counts |= app.retain(now)
    return counts
