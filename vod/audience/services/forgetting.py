"""What waits to be published does not wait for ever."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from vod.audience.models import Experience, Presence, Tally
from vod.audience.services.publishing import closed_until

# A period of too few people waits so long for more; then its numbers are nobody's.
WAITS = timedelta(days=30)


def forget(*, now: datetime) -> None:
    """Delete what found no period, and the countries of whoever was published."""
    closed = closed_until(now)
    Tally.objects.filter(day__lt=closed - WAITS).delete()
    Experience.objects.filter(day__lt=closed - WAITS).delete()
    seen_no_more(now).delete()


def seen_no_more(now: datetime) -> QuerySet[Presence]:
    """Countries of whoever was published, or forgotten."""
    waiting = Tally.objects.filter(item__screening=OuterRef("screening"), viewer=OuterRef("viewer"))
    return Presence.objects.filter(~Exists(waiting), day__lte=closed_until(now))
