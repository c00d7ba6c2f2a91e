"""Which films somebody can watch now or later: for the facet of search."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache

from catalog.availability import Availability, availability, best
from catalog.models import EditionState, ItemKind, Screening, ScreeningItem, seen_at
from catalog.services.access import verdicts_by_key
from catalog.services.facts_sql import Asker
from catalog.statements import SOME_TIME, rows_of, text_of
from catalog.verdict import Place

PLAYING = (EditionState.OPEN, EditionState.ANNOUNCED)


def playing(*, now: datetime) -> dict[int, set[int]]:
    """Films that might be watched now or later, with their screenings; primary keys.

    Only editions that are open or announced count, and offers that are not over: of the films of
    earlier years it is known that they are not to be watched.
    """
    films: dict[int, set[int]] = defaultdict(set)
    for film, screening in rows_of(_pairs(), {"now": now}):
        films[film].add(screening)
    return films


@cache
def _pairs() -> str:
    screenings = Screening.objects.seen_at(SOME_TIME).filter(
        edition__state__in=PLAYING, offers__window__endswith__gt=SOME_TIME
    )
    pairs = ScreeningItem.objects.filter(
        seen_at(SOME_TIME, through="version__film__"),
        screening__in=screenings.values("pk"),
        kind=ItemKind.FILM,
    )
    return text_of(pairs.values_list("version__film", "screening"))


def films_by_availability(
    films: Mapping[int, Collection[int]], *, user: Asker, place: Place, now: datetime
) -> Mapping[str, Sequence[int]]:
    """Films by `Availability`, those that can't be watched left out.

    `films` are some of what `playing` gave; without any there is no query.
    """
    if not films:
        return {}
    wanted = {screening for found in films.values() for screening in found}
    told = verdicts_by_key(wanted, user=user, place=place, now=now)
    found: dict[str, list[int]] = defaultdict(list)
    for film, shown in films.items():
        soonest = best(availability(told[screening]) for screening in shown if screening in told)
        if soonest is not Availability.NO:
            found[soonest].append(film)
    return found
