"""What is loaded along with a row, and by whom each part of it may be seen.

Everything that has visibility is loaded under a name of its own ("seen_stills"), never under the
relation's. What forgot to load therefore fails; it can't show what is hidden. `sight` is the
instant of the reader, or `Unveiled` for staff who asked for everything.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.models import (
    Credit,
    CreditRole,
    Essay,
    Film,
    FilmVersion,
    Period,
    Person,
    Sight,
    Still,
    Term,
    VersionKind,
)
from catalog.verdict import is_withdrawn

Loads = Sequence[str | Prefetch[Any]]


def film_loads(sight: Sight) -> Loads:
    """A film's page."""
    return (
        "texts",
        Prefetch("versions", FilmVersion.objects.order_by("pk")),
        _credits(sight),
        _terms(),
        Prefetch("stills", _stills(sight).prefetch_related("texts"), to_attr="seen_stills"),
        Prefetch("periods", _periods(sight), to_attr="seen_periods"),
        Prefetch("essays", _essays(sight), to_attr="seen_essays"),
    )


def film_line_loads(sight: Sight) -> Loads:
    """A film in a list: titles, who directed it, and one picture."""
    return (
        "texts",
        _credits(sight, role=CreditRole.DIRECTOR),
        Prefetch("stills", _stills(sight).prefetch_related("texts")[:1], to_attr="seen_stills"),
    )


def person_loads(sight: Sight) -> Loads:
    """A person's page; the newest films come first."""
    filmography = (
        Credit.objects.of_films_seen_at(sight)
        .order_by("-film__year", "film__slug", "position", "pk")
        .select_related("film")
        .prefetch_related("film__texts")
    )
    return (
        "names",
        Prefetch("credits", filmography, to_attr="seen_credits"),
        Prefetch("periods", _periods(sight), to_attr="seen_periods"),
        Prefetch("essays_written", _essays(sight), to_attr="seen_essays_written"),
        Prefetch("essays", _essays(sight), to_attr="seen_essays"),
    )


def period_loads(sight: Sight) -> Loads:
    """A period's page, in the order of history."""
    films = films_in_order(sight).prefetch_related(*film_line_loads(sight))
    return (
        "texts",
        Prefetch("films", films, to_attr="seen_films"),
        Prefetch("people", _people(sight), to_attr="seen_people"),
        Prefetch("essays", _essays(sight), to_attr="seen_essays"),
    )


def essay_loads(sight: Sight) -> Loads:
    """An essay's page."""
    films = films_in_order(sight).prefetch_related(*film_line_loads(sight))
    return (
        "texts",
        Prefetch("period", _periods(sight)),  # a hidden one becomes None
        Prefetch("authors", _people(sight), to_attr="seen_authors"),
        Prefetch("films", films, to_attr="seen_films"),
        Prefetch("people", _people(sight), to_attr="seen_people"),
    )


def essay_line_loads(sight: Sight) -> Loads:
    """An essay in a list."""
    return ("texts", Prefetch("authors", _people(sight), to_attr="seen_authors"))


def films_in_order(sight: Sight) -> QuerySet[Film]:
    """Films that lists may show, the oldest first."""
    return Film.objects.seen_at(sight).order_by("year", "slug")


def counted_periods(sight: Sight) -> QuerySet[Period]:
    """Periods that lists may show, with the numbers of what may be seen in each."""
    return (
        Period.objects.seen_at(sight)
        .annotate(
            film_count=_count(Film.objects.seen_at(sight), by="periods"),
            person_count=_count(Person.objects.seen_at(sight), by="periods"),
            essay_count=_count(Essay.objects.seen_at(sight), by="period"),
        )
        .order_by("first_year", "slug")
    )


def counted_terms(sight: Sight) -> QuerySet[Term]:
    """Terms with the number of films that may be seen."""
    films = _count(Film.objects.seen_at(sight), by="terms")
    return Term.objects.annotate(film_count=films).order_by("kind", "position", "slug")


def credits_of(row: Film | Person) -> Sequence[Credit]:
    """The credits that were loaded with a film or a person."""
    return cast("Any", row).seen_credits  # type: ignore[no-any-return]


def stills_of(film: Film) -> Sequence[Still]:
    """The stills that were loaded with a film."""
    return cast("Any", film).seen_stills  # type: ignore[no-any-return]


def films_of(row: Period | Essay) -> Sequence[Film]:
    """The films that were loaded with a period or an essay."""
    return cast("Any", row).seen_films  # type: ignore[no-any-return]


def people_of(row: Period | Essay) -> Sequence[Person]:
    """The people that were loaded with a period, or whom an essay is about."""
    return cast("Any", row).seen_people  # type: ignore[no-any-return]


def authors_of(essay: Essay) -> Sequence[Person]:
    """The authors who may be named."""
    return cast("Any", essay).seen_authors  # type: ignore[no-any-return]


def essays_of(row: Film | Person | Period) -> Sequence[Essay]:
    """The essays about a film, a person or a period."""
    return cast("Any", row).seen_essays  # type: ignore[no-any-return]


def essays_by(person: Person) -> Sequence[Essay]:
    """The essays that a person wrote."""
    return cast("Any", person).seen_essays_written  # type: ignore[no-any-return]


def periods_of(row: Film | Person) -> Sequence[Period]:
    """The periods that a film or a person belongs to."""
    return cast("Any", row).seen_periods  # type: ignore[no-any-return]


def trailer_of(film: Film, *, now: datetime) -> FilmVersion | None:
    """The trailer that can be played; the versions were loaded with the film."""
    if is_withdrawn(film.paused_at, now=now):
        return None
    trailers = (v for v in film.versions.all() if v.kind == VersionKind.TRAILER)
    return next((trailer for trailer in trailers if trailer.publication_id is not None), None)


def _credits(sight: Sight, **only: str) -> Prefetch[Any]:
    credited = Credit.objects.seen_at(sight).filter(**only).order_by("position", "pk")
    rows = credited.select_related("person").prefetch_related("person__names")
    return Prefetch("credits", rows, to_attr="seen_credits")


def _terms() -> Prefetch[Any]:
    rows = Term.objects.order_by("kind", "position", "slug").prefetch_related("texts")
    return Prefetch("terms", rows)


def _stills(sight: Sight) -> QuerySet[Still]:
    return Still.objects.seen_at(sight).order_by("position", "pk")


def _people(sight: Sight) -> QuerySet[Person]:
    return Person.objects.seen_at(sight).order_by("slug").prefetch_related("names")


def _periods(sight: Sight) -> QuerySet[Period]:
    rows = Period.objects.seen_at(sight).order_by("first_year", "slug")
    return rows.prefetch_related("texts")


def _essays(sight: Sight) -> QuerySet[Essay]:
    rows = Essay.objects.seen_at(sight).order_by("-year", "slug")
    return rows.prefetch_related(*essay_line_loads(sight))


def _count(rows: QuerySet[Any], *, by: str) -> Coalesce:
    counted = (
        rows.filter(**{by: OuterRef("pk")})
        .order_by()
        .values(by)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted), 0)
