"""What waits to be published does not wait for ever."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from vod.audience.models import Experience, Presence, Tally
from vod.audience.services.publishing import closed_until

# A period of too few people waits so long for more; then its numbers are nobody's.
WAITS = timedelta(days=30)


def forget(*, now: datetime) -> None:
    """Delete what found no period, and the countries of whoever was published."""
    waited_in_vain(now).delete()
    waited_in_vain_for_quality(now).delete()
    seen_no_more(now).delete()


def waited_in_vain(now: datetime) -> QuerySet[Tally]:
    """Plays of which no period became large enough."""
    return Tally.objects.filter(day__lt=closed_until(now) - WAITS)


def waited_in_vain_for_quality(now: datetime) -> QuerySet[Experience]:
    """The same of how well they went."""
    return Experience.objects.filter(day__lt=closed_until(now) - WAITS)


def seen_no_more(now: datetime) -> QuerySet[Presence]:
    """Countries of whoever was published, or forgotten."""
    waiting = Tally.objects.filter(item__screening=OuterRef("screening"), viewer=OuterRef("viewer"))
    return Presence.objects.filter(~Exists(waiting), day__lte=closed_until(now))
