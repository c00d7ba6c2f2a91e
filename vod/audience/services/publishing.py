"""Publishes what has enough people in it: once a period, and never again."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from catalog.models import Screening, ScreeningItem, Ticket
from vod.audience.experience import Summary, quality, summarise
from vod.audience.folding import DAY, OTHER, Period, completion, countries, periods, stepped
from vod.audience.models import (
    AudiencePeriod,
    Experience,
    Presence,
    QualityPeriod,
    Tally,
    Viewing,
)

# A session may run into the next day, and is tallied when it is forgotten, a day after that.
CLOSED_AFTER = timedelta(days=3)
AT_ONCE = 500
NUMBERS = ("startup_ms", "playing_ms", "stalled_ms", "kbps", "errors", "failed")


def summarise_reports(*, now: datetime) -> int:
    """Make six numbers of each session's reports when their time is over, and delete them.

    The time, `VOD_QOE_RETENTION_HOURS`, begins with the end of the day on which the session began.
    """
    oldest = (now - timedelta(hours=settings.QOE_RETENTION_HOURS)).astimezone(UTC).date()
    done = 0
    while due := list(
        Viewing.objects.filter(day__lt=oldest).prefetch_related("events").order_by("pk")[:AT_ONCE]
    ):
        with transaction.atomic():
            Experience.objects.bulk_create(_experience(viewing) for viewing in due)
            Viewing.objects.filter(pk__in=[viewing.pk for viewing in due]).delete()
        done += len(due)
    return done


def publish(*, now: datetime) -> None:
    """Publish every period that closed and has enough people in it."""
    closed = closed_until(now)
    for item in ScreeningItem.objects.filter(pk__in=Tally.objects.values("item")).order_by("pk"):
        _publish_audience(item, closed=closed)
    waiting = Experience.objects.values("screening")
    for screening in Screening.objects.filter(pk__in=waiting).order_by("pk"):
        _publish_quality(screening, closed=closed)


def closed_until(now: datetime) -> date:
    """The last day of which every play is over and tallied, or will count for a later one."""
    return now.astimezone(UTC).date() - CLOSED_AFTER


def _experience(viewing: Viewing) -> Experience:
    summary = summarise(list(viewing.events.all()))
    return Experience(screening_id=viewing.screening_id, day=viewing.day, **asdict(summary))


@transaction.atomic
def _publish_audience(item: ScreeningItem, *, closed: date) -> None:
    _lock(item.screening_id)
    until = _published_until(AudiencePeriod.objects.filter(item=item))
    told = _told(item)
    waiting = list(Tally.objects.filter(item=item))
    for period in periods(waiting, published_until=until, closed_until=closed):
        told = stepped(_used_tickets(item, until=period.last), told=told)
        _audience(item, period, viewers_to_date=told).save(force_insert=True)
        Tally.objects.filter(pk__in=[row.pk for row in period.rows]).delete()


def _audience(
    item: ScreeningItem, period: Period[Tally], *, viewers_to_date: int | None
) -> AudiencePeriod:
    furthest: dict[bytes, int] = {}
    for play in period.rows:
        furthest[play.whose] = max(play.reached, furthest.get(play.whose, 0))
    return AudiencePeriod(
        item=item,
        first_day=period.first,
        last_day=period.last,
        plays=len(period.rows),
        viewers=len(furthest),
        viewers_to_date=viewers_to_date,
        countries=countries(_places(item, furthest)),
        completion=completion(list(furthest.values())),
    )


def _places(item: ScreeningItem, viewers: Iterable[bytes]) -> list[str]:
    rows = Presence.objects.filter(screening=item.screening_id).values_list("viewer", "country")
    known = {bytes(viewer): country for viewer, country in rows}
    return [known.get(viewer, OTHER) for viewer in viewers]


def _lock(screening: int) -> None:
    """One publishes at a time; nobody who presses play has to wait."""
    Screening.objects.select_for_update(no_key=True).get(pk=screening)


def _published_until(published: QuerySet[Any]) -> date | None:
    last: date | None = published.aggregate(last=Max("last_day"))["last"]
    return last


def _told(item: ScreeningItem) -> int | None:
    """Of the whole screening: the films of a block must not differ by one viewer either."""
    published = AudiencePeriod.objects.filter(item__screening=item.screening_id)
    told: int | None = published.aggregate(told=Max("viewers_to_date"))["told"]
    return told


def _used_tickets(item: ScreeningItem, *, until: date) -> int:
    end = datetime.combine(until + DAY, time(), tzinfo=UTC)
    return Ticket.objects.filter(offer__screening=item.screening_id, started_at__lt=end).count()


@transaction.atomic
def _publish_quality(screening: Screening, *, closed: date) -> None:
    _lock(screening.pk)
    until = _published_until(QualityPeriod.objects.filter(screening=screening))
    waiting = list(Experience.objects.filter(screening=screening))
    for period in periods(waiting, published_until=until, closed_until=closed):
        summaries = [
            Summary(**{name: getattr(row, name) for name in NUMBERS}) for row in period.rows
        ]
        QualityPeriod.objects.create(
            screening=screening,
            first_day=period.first,
            last_day=period.last,
            sessions=len(summaries),
            **asdict(quality(summaries)),
        )
        Experience.objects.filter(pk__in=[row.pk for row in period.rows]).delete()
