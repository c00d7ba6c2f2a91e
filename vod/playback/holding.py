"""What is played is kept, though something newer be published."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from transcoding.models import Publication

FORGOTTEN_AFTER = timedelta(hours=24)  # no signed address lives longer
HOLD_SLACK = timedelta(hours=1)


def hold(publications: Collection[int], *, now: datetime) -> None:
    """Keep what is played from being collected while an address of it may live.

    A session's rows do so as well, until it is forgotten or its user leaves. Written once an hour
    at most, since at a premiere everybody would wait for the row; and locked in one order, since
    blocks share films.
    """
    until = now + FORGOTTEN_AFTER
    stale = Q(held_until=None) | Q(held_until__lt=until)
    rows = Publication.objects.filter(stale, pk__in=publications).order_by("pk")
    due = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    if due:
        Publication.objects.filter(pk__in=due).update(held_until=until + HOLD_SLACK)
