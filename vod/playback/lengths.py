"""How long publications are, and whether they have pictures for seeking. They never change."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Sum

from transcoding.models import Track
from transcoding.states import TrackKind


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Of one publication."""

    seconds: float
    has_storyboard: bool


def shown_of(publications: Collection[int]) -> dict[int, Shown]:
    """Of each; nothing is asked of the database that this process knows."""
    return {pk: _shown(pk) for pk in publications}


@lru_cache(maxsize=512)
def _shown(publication: int) -> Shown:
    tracks = Track.objects.filter(publications=publication)
    kinds = set(tracks.values_list("kind", flat=True))
    long = tracks.filter(kind=TrackKind.VIDEO).annotate(ticks=Sum("segments__ticks"))
    ticks, timescale = long.order_by("pk").values_list("ticks", "timescale").first() or (0, 1)
    return Shown(seconds=(ticks or 0) / timescale, has_storyboard=TrackKind.STORYBOARD in kinds)
