"""Which films somebody can watch now or later: for the facet of search."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from catalog.availability import Availability, availability, best
from catalog.facts import Asker
from catalog.models import EditionState, ItemKind, Screening, ScreeningItem, seen_at
from catalog.services.access import verdicts
from catalog.verdict import Place

PLAYING = (EditionState.OPEN, EditionState.ANNOUNCED)


def films_by_availability(
    *, user: Asker, place: Place, now: datetime
) -> Mapping[str, Sequence[int]]:
    """Primary keys of films by `Availability`, those that can't be watched left out.

    Only editions that are open or announced are asked, and offers that are not over: of the films
    of earlier years it is known that they are not to be watched.
    """
    screenings = list(
        Screening.objects.seen_at(now)
        .filter(edition__state__in=PLAYING, offers__window__endswith__gt=now)
        .distinct()
    )
    told = verdicts(screenings=screenings, user=user, place=place, now=now)
    shown = ScreeningItem.objects.filter(
        seen_at(now, through="version__film__"), screening__in=told, kind=ItemKind.FILM
    ).values_list("version__film", "screening")
    by_film: dict[int, list[Availability]] = defaultdict(list)
    for film, screening in shown:
        by_film[film].append(availability(told[screening]))
    films: dict[str, list[int]] = defaultdict(list)
    for film, found in by_film.items():
        if (soonest := best(found)) is not Availability.NO:
            films[soonest].append(film)
    return films
