"""How long publications are, and whether they have pictures for seeking. They never change."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum

from transcoding.models import Track
from transcoding.states import TrackKind


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Of one publication."""

    seconds: float
    has_storyboard: bool


_known: dict[int, Shown] = {}
MOST_KNOWN = 4096


def shown_of(publications: Collection[int]) -> dict[int, Shown]:
    """Of each; nothing is asked of the database that this process knows, and all else at once."""
    unknown = set(publications) - _known.keys()
    if unknown:
        if len(_known) > MOST_KNOWN:
            _known.clear()
        _known.update(_read(unknown))
    return {pk: _known[pk] for pk in publications}


def _read(publications: Collection[int]) -> dict[int, Shown]:
    """The length is that of the first picture."""
    rows = (
        Track.objects.filter(publications__in=publications)
        .filter(kind__in=(TrackKind.VIDEO, TrackKind.STORYBOARD))
        .annotate(ticks=Sum("segments__ticks"))
        .order_by("-pk")
        .values_list("publications", "kind", "ticks", "timescale")
    )
    seconds, storyboards = dict.fromkeys(publications, 0.0), set()
    for publication, kind, ticks, timescale in rows:
        if kind == TrackKind.STORYBOARD:
            storyboards.add(publication)
        else:
            seconds[publication] = (ticks or 0) / timescale
    return {
        pk: Shown(seconds=length, has_storyboard=pk in storyboards)
        for pk, length in seconds.items()
    }
