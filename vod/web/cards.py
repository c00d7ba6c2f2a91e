"""Films, people, periods and essays as other pages show them, in the reader's language.

They take rows that `catalog.loading` has loaded, and ask nothing of the database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext

from catalog import services
from catalog.loading import authors_of, credits_of, stills_of
from catalog.models import (
    Essay,
    EssayText,
    Film,
    FilmText,
    Period,
    PeriodText,
    Person,
    PersonName,
    Still,
    StillText,
    Term,
    TermText,
    Visibility,
)
from catalog.models.visibility import Seen
from vod.web import labels
from vod.web.texts import pick, two_titles


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A still at addresses that soon end; `text` says what it shows."""

    still: Still
    url: str
    small_url: str
    small_width: int
    text: StillText | None


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """A name, and the way to its page."""

    person: Person
    name: PersonName | None


@dataclass(frozen=True, kw_only=True)
class FilmCard:
    """A film in a list. The first of `titles` is the reader's; none stands there twice."""

    film: Film
    titles: Sequence[FilmText]
    facts: Sequence[str]
    directors: Sequence[PersonCard]
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class PeriodCard:
    """A stretch of the timeline."""

    period: Period
    text: PeriodText | None
    years: str


@dataclass(frozen=True, kw_only=True)
class EssayCard:
    """An essay, and by whom, as far as that may be known."""

    essay: Essay
    text: EssayText | None
    authors: Sequence[PersonCard]


@dataclass(frozen=True, kw_only=True)
class TermCard:
    """A theme, a genre or a content note."""

    term: Term
    text: TermText | None


SMALL_SIDE = 640  # as `catalog.pictures` writes them


def pictures(stills: Iterable[Still], *, language: str | None, now: datetime) -> list[Picture]:
    """Stills, signed for now."""
    return [
        Picture(
            still=still,
            url=services.address_of(still, now=now),
            small_url=services.address_of(still, now=now, small=True),
            small_width=_small_width(still),
            text=pick(still.texts.all(), language=language),
        )
        for still in stills
    ]


def people(rows: Iterable[Person], *, language: str | None) -> list[PersonCard]:
    """People who have any name."""
    cards = [PersonCard(person=row, name=pick(row.names.all(), language=language)) for row in rows]
    return [card for card in cards if card.name]


def films(rows: Iterable[Film], *, language: str | None, now: datetime) -> list[FilmCard]:
    """Films, loaded with `film_line_loads`."""
    return [
        FilmCard(
            film=film,
            titles=two_titles(film.texts.all(), language=language),
            facts=[fact for fact in (labels.countries(film.countries), str(film.year)) if fact],
            directors=people((credit.person for credit in credits_of(film)), language=language),
            picture=next(iter(pictures(stills_of(film)[:1], language=language, now=now)), None),
        )
        for film in rows
    ]


def periods(rows: Iterable[Period], *, language: str | None) -> list[PeriodCard]:
    """Periods with their years."""
    return [
        PeriodCard(period=row, text=pick(row.texts.all(), language=language), years=years_of(row))
        for row in rows
    ]


def essays(rows: Iterable[Essay], *, language: str | None) -> list[EssayCard]:
    """Essays, loaded with `essay_line_loads`."""
    return [
        EssayCard(
            essay=row,
            text=pick(row.texts.all(), language=language),
            authors=people(authors_of(row), language=language),
        )
        for row in rows
    ]


def terms(rows: Iterable[Term], *, kinds: Iterable[str], language: str | None) -> list[TermCard]:
    """Terms of these kinds."""
    return [
        TermCard(term=row, text=pick(row.texts.all(), language=language))
        for row in rows
        if row.kind in kinds
    ]


def years_of(period: Period) -> str:
    """Like "1990–1999", or "since 2013"."""  # noqa: RUF002 - a range
    if period.last_year is None:
        return pgettext("a period that goes on", "since %(year)s") % {"year": period.first_year}
    if period.last_year == period.first_year:
        return str(period.first_year)
    return f"{period.first_year}–{period.last_year}"  # noqa: RUF001 - a range


def once(texts: Sequence[FilmText]) -> Sequence[FilmText]:
    """Of titles that are the same in two scripts, the first."""
    by_title: dict[str, FilmText] = {}
    for text in texts:
        by_title.setdefault(text.title, text)
    return list(by_title.values())


def may_be_indexed(page: Seen, around: Iterable[Seen]) -> bool:
    """Search engines may list a page if they may list everything that it names."""
    return (
        page.visibility == Visibility.PUBLIC
        and page.indexable
        and all(row.indexable for row in around)
    )


def _small_width(still: Still) -> int:
    scale = min(1.0, SMALL_SIDE / max(still.width, still.height))
    return max(1, round(still.width * scale))
