"""Films that a reader asked for by year, term, period or person.

A list is narrowed by what may be seen alone: otherwise asking for the films of somebody hidden
would tell that she made them.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.models import Credit, Film, Period, Sight, TermKind


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of films is narrowed to; empty: not at all. The words are slugs."""

    year: int | None = None
    theme: str = ""
    genre: str = ""
    period: str = ""
    person: str = ""


def narrowed(wanted: Wanted, *, sight: Sight) -> QuerySet[Film]:
    """The films that lists may show, the newest first."""
    films = Film.objects.seen_at(sight)
    if wanted.year is not None:
        films = films.filter(year=wanted.year)
    for kind, slug in ((TermKind.THEME, wanted.theme), (TermKind.GENRE, wanted.genre)):
        if slug:
            films = films.filter(terms__kind=kind, terms__slug=slug)
    if wanted.period:
        periods = Period.objects.seen_at(sight).filter(slug=wanted.period)
        films = films.filter(periods__in=periods)
    if wanted.person:
        named = Credit.objects.seen_at(sight).filter(person__slug=wanted.person)
        films = films.filter(pk__in=named.values("film"))
    return films.order_by("-year", "slug")
