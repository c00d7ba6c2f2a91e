"""What opens first is transcoded first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Lower

from catalog.models import FilmVersion, Screening
from catalog.schedule import upload_priority
from transcoding import steering
from transcoding.models import Master


@transaction.atomic
def set_priorities(*, now: datetime, screening: Screening | None = None) -> None:
    """Let masters be worked on in order of opening: of all films, or of a screening's.

    To be called when an offer was made or moved; beat does it hourly, since days go by.
    """
    versions = FilmVersion.objects.exclude(master=None)
    if screening is not None:
        versions = versions.filter(
            pk__in=screening.items.values("version")  # its other screenings count as well
        )
    wanted: dict[int, int] = {}
    for version in with_opening(versions, now=now).select_related("master").order_by("pk"):
        if version.master is None:
            continue
        priority = upload_priority(first_opening=version.opening, now=now)
        wanted[version.master.pk] = min(priority, wanted.get(version.master.pk, priority))
    moved = Master.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "priority")
    for master_id, priority in list(moved):
        if wanted[master_id] != priority:
            steering.reprioritise(master_id=master_id, priority=wanted[master_id])


def with_opening(versions: QuerySet[FilmVersion], *, now: datetime) -> QuerySet[Any]:
    """With `opening`: when the first offer opens, or opened, that is not over yet."""
    offers = "screening_items__screening__offers__window"
    coming = Q(**{f"{offers}__endswith__gt": now})
    return versions.annotate(opening=Min(Lower(offers), filter=coming))
