"""The timeline of independent Chinese cinema, its periods, and the essays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.utils.safestring import SafeString

from catalog.loading import (
    authors_of,
    counted_periods,
    essay_loads,
    essays_of,
    films_of,
    people_of,
    period_loads,
    stills_of,
)
from catalog.models import Essay, EssayText, Film, Period
from catalog.models.visibility import Seen
from vod.web import cards
from vod.web.listing import Reader
from vod.web.prose import as_html, first_paragraph
from vod.web.texts import in_order

A_GLANCE = 6  # films and names of a period on the timeline


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A period on the timeline. The numbers count what the reader may know of."""

    card: cards.PeriodCard
    lead: SafeString
    film_count: int
    person_count: int
    films: Sequence[cards.FilmCard]
    people: Sequence[cards.PersonCard]
    essays: Sequence[cards.EssayCard]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The page of all periods."""

    stretches: Sequence[Stretch]
    may_be_indexed: bool


@dataclass(frozen=True, kw_only=True)
class Year:
    """The films of one year."""

    year: int
    films: Sequence[cards.FilmCard]


@dataclass(frozen=True, kw_only=True)
class PeriodPage:
    """A period, and the ways to the ones before and after it."""

    card: cards.PeriodCard
    summary: SafeString
    years: Sequence[Year]
    people: Sequence[cards.PersonCard]
    essays: Sequence[cards.EssayCard]
    earlier: cards.PeriodCard | None
    later: cards.PeriodCard | None
    may_be_indexed: bool


@dataclass(frozen=True, kw_only=True)
class EssayPage:
    """An essay to be read. `others` are its further languages."""

    essay: Essay
    text: EssayText | None
    others: Sequence[EssayText]
    body: SafeString
    authors: Sequence[cards.PersonCard]
    period: cards.PeriodCard | None
    films: Sequence[cards.FilmCard]
    people: Sequence[cards.PersonCard]
    may_be_indexed: bool


def timeline(reader: Reader) -> Timeline:
    """Every period, the earliest first, each with a glance of what hangs on it."""
    periods = list(counted_periods(reader.now).prefetch_related(*period_loads(reader.now)))
    return Timeline(
        stretches=[_stretch(period, reader=reader) for period in periods],
        may_be_indexed=all(cards.may_be_indexed(period, _around(period)) for period in periods),
    )


def period_page(slug: str, *, reader: Reader) -> PeriodPage | None:
    """The page of a period, or None where there is none that `reader` may know of."""
    now, language = reader.now, reader.language
    periods = Period.objects.reachable_at(now).prefetch_related(*period_loads(now))
    period = periods.filter(slug=slug).first()
    if period is None:
        return None
    card = cards.periods([period], language=language)[0]
    films = cards.films(films_of(period), language=language, now=now)
    earlier, later = _neighbours(period, reader=reader)
    return PeriodPage(
        card=card,
        summary=as_html(card.text.summary if card.text else ""),
        years=[
            Year(year=year, films=list(group))
            for year, group in groupby(films, key=lambda film: film.film.year)
        ],
        people=cards.people(people_of(period), language=language),
        essays=cards.essays(essays_of(period), language=language),
        earlier=earlier,
        later=later,
        may_be_indexed=cards.may_be_indexed(period, _around(period)),
    )


def essay_page(slug: str, *, wanted: str, reader: Reader) -> EssayPage | None:
    """An essay in the language `wanted`, else in the reader's; None where there is none to see."""
    now, language = reader.now, reader.language
    essays = Essay.objects.reachable_at(now).prefetch_related(*essay_loads(now))
    essay = essays.filter(slug=slug).first()
    if essay is None:
        return None
    texts = in_order(essay.texts.all(), language=language)
    text = next((t for t in texts if t.language == wanted), next(iter(texts), None))
    period = [essay.period] if essay.period else []
    return EssayPage(
        essay=essay,
        text=text,
        others=[other for other in texts if other is not text],
        body=as_html(text.body if text else ""),
        authors=cards.people(authors_of(essay), language=language),
        period=next(iter(cards.periods(period, language=language)), None),
        films=cards.films(films_of(essay), language=language, now=now),
        people=cards.people(people_of(essay), language=language),
        may_be_indexed=cards.may_be_indexed(
            essay, [*period, *authors_of(essay), *films_of(essay), *people_of(essay)]
        ),
    )


def _stretch(period: Period, *, reader: Reader) -> Stretch:
    language = reader.language
    card = cards.periods([period], language=language)[0]
    pictured = sorted(films_of(period), key=_is_bare)
    glance = sorted(pictured[:A_GLANCE], key=lambda film: (film.year, film.slug))
    return Stretch(
        card=card,
        lead=as_html(first_paragraph(card.text.summary) if card.text else ""),
        film_count=period.film_count,  # type: ignore[attr-defined]
        person_count=period.person_count,  # type: ignore[attr-defined]
        films=cards.films(glance, language=language, now=reader.now),
        people=cards.people(people_of(period)[:A_GLANCE], language=language),
        essays=cards.essays(essays_of(period), language=language),
    )


def _is_bare(film: Film) -> bool:
    return not stills_of(film)


def _around(period: Period) -> Iterator[Seen]:
    yield from films_of(period)
    yield from people_of(period)
    for essay in essays_of(period):
        yield essay
        yield from authors_of(essay)


def _neighbours(
    period: Period, *, reader: Reader
) -> tuple[cards.PeriodCard | None, cards.PeriodCard | None]:
    rows = Period.objects.seen_at(reader.now).order_by("first_year", "slug")
    line = cards.periods(rows.prefetch_related("texts"), language=reader.language)
    earlier = later = None
    for before, after in pairwise(line):
        if after.period == period:
            earlier = before
        if before.period == period:
            later = after
    return earlier, later
