"""A film's page, and the list of all films."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import ngettext

from catalog.loading import (
    authors_of,
    credits_of,
    essays_of,
    film_loads,
    periods_of,
    stills_of,
    trailer_of,
)
from catalog.models import Credit, Film, FilmText, FilmVersion, Screening, TermKind
from catalog.models.visibility import Seen
from vod.playback import trailers
from vod.web import cards, labels
from vod.web.listing import Reader, ScreeningLine, screening_lines
from vod.web.texts import in_order, pick


@dataclass(frozen=True, kw_only=True)
class CreditLine:
    """A role and the public names of those who had it."""

    role: str
    people: Sequence[cards.PersonCard]


@dataclass(frozen=True, kw_only=True)
class FilmPage:
    """All that the page shows. The first of `titles` is the reader's; none stands there twice."""

    film: Film
    titles: Sequence[FilmText]
    synopsis: FilmText | None
    facts: Sequence[str]
    credits: Sequence[CreditLine]
    pictures: Sequence[cards.Picture]
    trailer: FilmVersion | None
    terms: Sequence[cards.TermCard]
    notes: Sequence[cards.TermCard]
    periods: Sequence[cards.PeriodCard]
    essays: Sequence[cards.EssayCard]
    screenings: Sequence[ScreeningLine]
    may_be_indexed: bool


def film_page(slug: str, *, reader: Reader) -> FilmPage | None:
    """The page of a film, or None where there is none that `reader` may know of."""
    films = Film.objects.reachable_at(reader.now).prefetch_related(*film_loads(reader.now))
    film = films.filter(slug=slug).first()
    if film is None:
        return None
    language = reader.language
    texts = in_order(film.texts.all(), language=language)
    showing = Screening.objects.reachable_at(reader.now).filter(items__version__film=film)
    terms = list(film.terms.all())
    return FilmPage(
        film=film,
        titles=cards.once(texts),
        synopsis=next((text for text in texts if text.synopsis), None),
        facts=_facts(film),
        credits=_credit_lines(credits_of(film), language=language),
        pictures=cards.pictures(stills_of(film), language=language, now=reader.now),
        trailer=trailer_of(film, now=reader.now),
        terms=cards.terms(terms, kinds=(TermKind.GENRE, TermKind.THEME), language=language),
        notes=cards.terms(terms, kinds=(TermKind.CONTENT_NOTE,), language=language),
        periods=cards.periods(periods_of(film), language=language),
        essays=cards.essays(essays_of(film), language=language),
        screenings=screening_lines(showing.in_order().distinct(), reader=reader, listed=True),
        may_be_indexed=cards.may_be_indexed(film, _named(film)),
    )


@dataclass(frozen=True, kw_only=True)
class TrailerPage:
    """A trailer, and what viewers are told of before they press play."""

    trailer: FilmVersion
    title: FilmText | None
    notes: Sequence[cards.TermCard]


def trailer_page(public_id: str, *, reader: Reader) -> TrailerPage | None:
    """The page of a trailer, or None where there is none that `reader` may know of."""
    trailer = trailers.find(version_id=public_id, now=reader.now)
    if trailer is None:
        return None
    film = trailer.film
    notes = film.terms.filter(kind=TermKind.CONTENT_NOTE).order_by("position", "slug")
    return TrailerPage(
        trailer=trailer,
        title=pick(film.texts.all(), language=reader.language),
        notes=cards.terms(
            notes.prefetch_related("texts"),
            kinds=(TermKind.CONTENT_NOTE,),
            language=reader.language,
        ),
    )


def _named(film: Film) -> Iterator[Seen]:
    """Everything with visibility that stands on the page."""
    yield from (credit.person for credit in credits_of(film))
    yield from stills_of(film)
    yield from periods_of(film)
    for essay in essays_of(film):
        yield essay
        yield from authors_of(essay)


def _facts(film: Film) -> Sequence[str]:
    minutes = -(-film.runtime_seconds // 60) if film.runtime_seconds else 0
    length = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}
    facts = (
        labels.countries(film.countries),
        str(film.year),
        length if minutes else "",
        labels.languages(film.languages),
    )
    return [fact for fact in facts if fact]


def _credit_lines(credited: Sequence[Credit], *, language: str | None) -> Sequence[CreditLine]:
    order = list(labels.ROLES)
    # Sorting is stable: within a role the positions stay.
    by_role = sorted(credited, key=lambda credit: order.index(credit.role))
    return [
        CreditLine(
            role=str(labels.ROLES[role]),
            people=cards.people((credit.person for credit in group), language=language),
        )
        for role, group in groupby(by_role, key=lambda credit: credit.role)
    ]
