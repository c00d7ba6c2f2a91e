"""Screenings as lists show them: texts in the reader's language, and how each one stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from catalog import services
from catalog.models import Film, FilmText, ItemKind, Screening, ScreeningItem, ScreeningText
from catalog.verdict import Place
from vod.web import labels
from vod.web.standing import Standing, standing
from vod.web.texts import in_order, pick


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads a page, where, when, and in which language (Django's name of it)."""

    user: User | AnonymousUser
    place: Place
    language: str | None
    now: datetime


@dataclass(frozen=True, kw_only=True)
class FilmLine:
    """A film in a list. `titles` is never empty when the film has any text."""

    film: Film
    titles: Sequence[FilmText]
    facts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ScreeningLine:
    """A screening in a list; `text` is its own title, where it has one."""

    screening: Screening
    text: ScreeningText | None
    films: Sequence[FilmLine]
    standing: Standing


def screening_lines(screenings: QuerySet[Screening], *, reader: Reader) -> Sequence[ScreeningLine]:
    """The screenings in their order, with one verdict each, in a fixed number of queries."""
    rows = list(screenings.with_page(user=reader.user, now=reader.now))  # type: ignore[attr-defined]
    verdicts = services.verdicts(
        screenings=rows, user=reader.user, place=reader.place, now=reader.now
    )
    return [
        ScreeningLine(
            screening=row,
            text=pick(row.texts.all(), language=reader.language),
            films=film_lines(row.items.all(), language=reader.language),
            standing=standing(verdicts[row.pk], row),
        )
        for row in rows
    ]


def film_lines(items: Iterable[ScreeningItem], *, language: str | None) -> Sequence[FilmLine]:
    """What a screening shows, in its order; `with_page` has loaded it."""
    return [film_line(item, language=language) for item in items]


def film_line(item: ScreeningItem, *, language: str | None) -> FilmLine:
    """One item; only what is no film says what it is."""
    film = item.version.film
    kind = "" if item.kind == ItemKind.FILM else str(labels.ITEMS[item.kind])
    return FilmLine(
        film=film,
        titles=in_order(film.texts.all(), language=language),
        facts=[fact for fact in (kind, labels.countries(film.countries), str(film.year)) if fact],
    )
