"""Screenings as lists show them: texts in the reader's language, and how each one stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from accounts.models import User
from catalog import services
from catalog.loading import stills_of
from catalog.models import (
    Film,
    FilmText,
    ItemKind,
    Screening,
    ScreeningItem,
    ScreeningText,
    Still,
)
from catalog.verdict import Place
from vod.web import cards, labels
from vod.web.standing import Standing, standing
from vod.web.texts import pick, two_titles


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
    picture: cards.Picture | None = None


@dataclass(frozen=True, kw_only=True)
class ScreeningLine:
    """A screening in a list; `text` is its own title, where it has one."""

    screening: Screening
    text: ScreeningText | None
    films: Sequence[FilmLine]
    standing: Standing


def screening_lines(
    screenings: QuerySet[Screening], *, reader: Reader, listed: bool = False
) -> Sequence[ScreeningLine]:
    """The screenings in their order, with one verdict each, in a fixed number of queries.

    `listed`: for the programme, which shows a picture of each film and names none that is unlisted.
    """
    page = screenings.with_page(user=reader.user, now=reader.now)  # type: ignore[attr-defined]
    rows = list(page.prefetch_related(*_stills(reader)) if listed else page)
    verdicts = services.verdicts(
        screenings=rows, user=reader.user, place=reader.place, now=reader.now
    )
    return [
        ScreeningLine(
            screening=row,
            text=pick(row.texts.all(), language=reader.language),
            films=[
                film_line(
                    item, language=reader.language, pictured_at=reader.now if listed else None
                )
                for item in row.shown_items(listed=listed)
            ],
            standing=standing(verdicts[row.pk], row),
        )
        for row in rows
    ]


def film_line(
    item: ScreeningItem, *, language: str | None, pictured_at: datetime | None = None
) -> FilmLine:
    """One item; only what is no film says what it is."""
    film = item.version.film
    kind = "" if item.kind == ItemKind.FILM else str(labels.ITEMS[item.kind])
    stills = stills_of(film)[:1] if pictured_at else ()
    return FilmLine(
        film=film,
        titles=two_titles(film.texts.all(), language=language),
        facts=[fact for fact in (kind, labels.countries(film.countries), str(film.year)) if fact],
        picture=next(
            iter(cards.pictures(stills, language=language, now=pictured_at) if pictured_at else ()),
            None,
        ),
    )


def _stills(reader: Reader) -> Iterator[Prefetch[str, QuerySet[Still], str]]:
    rows = Still.objects.seen_at(reader.now).order_by("position", "pk").prefetch_related("texts")
    yield Prefetch("items__version__film__stills", rows[:1], to_attr="seen_stills")
