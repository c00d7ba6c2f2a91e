"""What is held of audiences: names that lead nowhere, until they are published as numbers."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from vod.audience.models import (
    AudiencePeriod,
    Event,
    Experience,
    Presence,
    QualityPeriod,
    Tally,
    Viewing,
)
from vod.audience.services.forgetting import (
    forget,
    seen_no_more,
    waited_in_vain,
    waited_in_vain_for_quality,
)
from vod.audience.services.publishing import publish, summarise_reports
from vod.retention import Counts, Held, kept


def _reported(now: datetime) -> QuerySet[Viewing]:
    oldest = (now - timedelta(hours=settings.QOE_RETENTION_HOURS)).date()
    return Viewing.objects.filter(day__lt=oldest)


HELD = (
    Held(
        model=Viewing,
        rule="VOD_QOE_RETENTION_HOURS after its day.",
        due=_reported,
        since="day",
    ),
    Held(model=Event, rule="With its report."),
    Held(
        model=Experience,
        rule="Until published, or 30 days of waiting in vain.",
        due=waited_in_vain_for_quality,
        since="day",
    ),
    Held(
        model=Tally,
        rule="Until published, or 30 days of waiting in vain.",
        due=waited_in_vain,
        since="day",
    ),
    Held(
        model=Presence,
        rule="Until her play is published.",
        due=seen_no_more,
        since="day",
    ),
    *kept("For good: numbers of five people at least.", AudiencePeriod, QualityPeriod),
)


def export(user: User) -> dict[str, Any]:
    """Nothing: no row here can be found from a person."""
    return {}


def erase(user: User, now: datetime) -> None:
    """Nothing: no row here can be found from a person; all of them go by themselves."""


def retain(now: datetime) -> Counts:
    """Publish what may be, then forget what is due."""
    summarise_reports(now=now)
    publish(now=now)
    counts = {held.label: held.overdue(now) for held in HELD}
    forget(now=now)
    return {label: number for label, number in counts.items() if number}
