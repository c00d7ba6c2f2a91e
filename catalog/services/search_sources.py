"""What the documents of search are made from, read a few hundred rows at a time."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.finding import facets
from catalog.models import Essay, Film, Period, Person, Screening, SearchKind, Term, TermKind

VERSION = 1  # raise it when the same words shall be indexed otherwise: `repair` does the rest


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a document is made from."""

    pk: int
    titles: Sequence[str]
    texts: Sequence[str]
    facets: Sequence[str] = ()
    year: int | None = None
    personal: bool = False

    def digest(self) -> str:
        """The same for the same words, as long as they are indexed alike."""
        return hashlib.blake2b(repr((VERSION, self)).encode(), digest_size=16).hexdigest()


def sources_of(kind: SearchKind, pks: Collection[int]) -> Iterator[Source]:
    """What the documents of these rows are made from; five queries at most, however many rows."""
    return {
        SearchKind.FILM: _films,
        SearchKind.PERSON: _people,
        SearchKind.ESSAY: _essays,
        SearchKind.PERIOD: _periods,
        SearchKind.SCREENING: _screenings,
    }[kind](pks)


def _films(pks: Collection[int]) -> Iterator[Source]:
    rows = Film.objects.filter(pk__in=pks).prefetch_related("texts", "terms__texts", "periods")
    for film in rows:
        texts = sorted(film.texts.all(), key=lambda text: text.language)
        yield Source(
            pk=film.pk,
            titles=[text.title for text in texts],
            texts=[*(text.synopsis for text in texts), *_findable(film.terms.all())],
            year=film.year,
            facets=facets.of_film(
                year=film.year,
                countries=film.countries,
                languages=film.languages,
                runtime_seconds=film.runtime_seconds,
                terms=[(term.kind, term.pk) for term in film.terms.all()],
                periods=[period.pk for period in film.periods.all()],
            ),
        )


def _findable(terms: Iterable[Term]) -> list[str]:
    """Names of themes and genres; nobody is to look for films by what they are warned of."""
    return sorted(
        text.name
        for term in terms
        if term.kind != TermKind.CONTENT_NOTE
        for text in term.texts.all()
    )


def _people(pks: Collection[int]) -> Iterator[Source]:
    for person in Person.objects.filter(pk__in=pks).prefetch_related("names"):
        names = sorted(person.names.all(), key=lambda name: name.language)
        yield Source(
            pk=person.pk,
            titles=[name.name for name in names],
            texts=[name.biography for name in names],
            personal=True,
        )


def _essays(pks: Collection[int]) -> Iterator[Source]:
    for essay in Essay.objects.filter(pk__in=pks).prefetch_related("texts"):
        texts = sorted(essay.texts.all(), key=lambda text: text.language)
        yield Source(
            pk=essay.pk,
            titles=[text.title for text in texts],
            texts=[part for text in texts for part in (text.abstract, text.body)],
            year=essay.year,
        )


def _periods(pks: Collection[int]) -> Iterator[Source]:
    for period in Period.objects.filter(pk__in=pks).prefetch_related("texts"):
        texts = sorted(period.texts.all(), key=lambda text: text.language)
        yield Source(
            pk=period.pk,
            titles=[text.title for text in texts],
            texts=[text.summary for text in texts],
            year=period.first_year,
        )


def _screenings(pks: Collection[int]) -> Iterator[Source]:
    """Only those with titles of their own; the others are found as their films."""
    for screening in Screening.objects.filter(pk__in=pks).prefetch_related("texts"):
        texts = sorted(screening.texts.all(), key=lambda text: text.language)
        titles = [text.title for text in texts if text.title]
        if titles:
            yield Source(pk=screening.pk, titles=titles, texts=[text.note for text in texts])
