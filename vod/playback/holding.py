"""What is played is kept, though something newer be published."""

from datetime import datetime, timedelta

from django.db.models import Q

from transcoding.models import Publication

FORGOTTEN_AFTER = timedelta(hours=24)  # no signed address lives longer
HOLD_SLACK = timedelta(hours=1)


def hold(publication: Publication, *, now: datetime) -> None:
    """Keep what is played from being collected while an address of it may live.

    A session's row does so as well, until it is forgotten or its user leaves. Written once an hour
    at most: at a premiere everybody would wait for the row.
    """
    until = now + FORGOTTEN_AFTER
    stale = Q(held_until=None) | Q(held_until__lt=until)
    Publication.objects.filter(stale, pk=publication.pk).update(held_until=until + HOLD_SLACK)
