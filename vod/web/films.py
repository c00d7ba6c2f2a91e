"""A film's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import ngettext

from catalog.models import Credit, Film, FilmText, PersonName, Screening
from vod.web import labels
from vod.web.listing import Reader, ScreeningLine, screening_lines
from vod.web.texts import in_order, pick


@dataclass(frozen=True, kw_only=True)
class CreditLine:
    """A role and the public names of those who had it."""

    role: str
    names: Sequence[PersonName]


@dataclass(frozen=True, kw_only=True)
class FilmPage:
    """All that the page shows. The first of `titles` is the reader's; none stands there twice."""

    film: Film
    titles: Sequence[FilmText]
    synopsis: FilmText | None
    facts: Sequence[str]
    credits: Sequence[CreditLine]
    screenings: Sequence[ScreeningLine]
    may_be_indexed: bool


def film_page(slug: str, *, reader: Reader) -> FilmPage | None:
    """The page of a film, or None where there is none that `reader` may know of."""
    film = Film.objects.reachable_at(reader.now).with_page(reader.now).filter(slug=slug).first()
    if film is None:
        return None
    texts = in_order(film.texts.all(), language=reader.language)
    showing = Screening.objects.reachable_at(reader.now).filter(items__version__film=film)
    credited = list(film.credits.all())
    return FilmPage(
        film=film,
        titles=_once(texts),
        synopsis=next((text for text in texts if text.synopsis), None),
        facts=_facts(film),
        credits=_credit_lines(credited, language=reader.language),
        screenings=screening_lines(showing.in_order().distinct(), reader=reader),
        may_be_indexed=film.indexable and all(credit.person.indexable for credit in credited),
    )


def _once(texts: Sequence[FilmText]) -> Sequence[FilmText]:
    """Of titles that are the same in two scripts, the first."""
    by_title: dict[str, FilmText] = {}
    for text in texts:
        by_title.setdefault(text.title, text)
    return list(by_title.values())


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
    lines = []
    for role, group in groupby(by_role, key=lambda credit: credit.role):
        names = (pick(credit.person.names.all(), language=language) for credit in group)
        lines.append(
            CreditLine(role=str(labels.ROLES[role]), names=[name for name in names if name])
        )
    return lines
