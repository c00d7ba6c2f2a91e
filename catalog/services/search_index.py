"""The index of search, kept by whoever changes what is in it: in the same transaction, by name.

After a change call `refresh_film`, `refresh_person`, `refresh_essay`, `refresh_period`,
`refresh_screening` with primary keys. Changes of visibility need no call: it is not in the index.
Rows that are deleted take their documents along. `repair` is the net below, and beat calls it.
"""

from collections.abc import Collection, Iterator, Sequence

from django.db import connection, transaction

from catalog.finding import facets, lexemes
from catalog.finding.facets import Facet
from catalog.models import (
    Essay,
    Film,
    Period,
    Person,
    Screening,
    SearchDocument,
    SearchKind,
    SearchWord,
)
from catalog.services.search_sources import Source, sources_of

BATCH = 500


def refresh_film(*film_ids: int) -> None:
    """After a change of films: titles, synopses, years, countries, terms, periods."""
    refresh(SearchKind.FILM, film_ids)


def refresh_person(*person_ids: int) -> None:
    """After a change of names. Credits are read when somebody searches."""
    refresh(SearchKind.PERSON, person_ids)


def refresh_essay(*essay_ids: int) -> None:
    """After a change of an essay's words."""
    refresh(SearchKind.ESSAY, essay_ids)


@transaction.atomic
def refresh_period(*period_ids: int) -> None:
    """After a change of periods, or of which films belong to them: those have them as a facet."""
    refresh(SearchKind.PERIOD, period_ids)
    values = [facets.value(Facet.PERIOD, pk) for pk in period_ids]
    before = SearchDocument.objects.filter(facets__overlap=values).values_list("film", flat=True)
    after = Film.objects.filter(periods__in=period_ids).values_list("pk", flat=True)
    refresh(SearchKind.FILM, {*filter(None, before), *after})


@transaction.atomic
def refresh_term(*term_ids: int) -> None:
    """After a change of the names of themes and genres: films are found by them.

    Whoever deletes a term notes its films before, and calls `refresh_film` with them after.
    """
    refresh(
        SearchKind.FILM, set(Film.objects.filter(terms__in=term_ids).values_list("pk", flat=True))
    )


def refresh_screening(*screening_ids: int) -> None:
    """After a change of a screening's own titles."""
    refresh(SearchKind.SCREENING, screening_ids)


@transaction.atomic
def refresh(kind: SearchKind, pks: Collection[int]) -> None:
    """Make the documents of these rows anew.

    The rows are locked first: of two changes at a time, the later one reads what the earlier wrote.
    """
    for some in _batches(sorted(pks)):
        locked = MODELS[kind].objects.select_for_update(of=("self",), no_key=True)
        list(locked.filter(pk__in=some).order_by("pk").values_list("pk"))
        sources = list(sources_of(kind, some))
        SearchDocument.objects.bulk_create(
            [_document(kind, source) for source in sources],
            update_conflicts=True,
            unique_fields=[kind.value],
            update_fields=["names", "titles", "texts", "facets", "year", "digest"],
        )
        gone = set(some) - {source.pk for source in sources}
        SearchDocument.objects.filter(**{f"{kind}__in": gone}).delete()
        words = {
            word
            for source in sources
            for word in lexemes.words_of(source.titles, personal=source.personal)
        }
        known = [SearchWord(word=word) for word in sorted(words)]
        SearchWord.objects.bulk_create(known, ignore_conflicts=True)


def reindex() -> int:
    """Make every document anew, and forget words that stand in no title; how many documents."""
    for kind in SearchKind:
        refresh(kind, list(MODELS[kind].objects.values_list("pk", flat=True)))
    forget_words()
    return SearchDocument.objects.count()


def stale() -> list[tuple[SearchKind, int]]:
    """Rows whose document is missing, or was made from other words, or should not be there."""
    found = []
    for kind in SearchKind:
        known = dict(SearchDocument.objects.filter(kind=kind).values_list(kind, "digest"))
        pks = MODELS[kind].objects.order_by("pk").values_list("pk", flat=True)
        for some in _batches(list(pks)):
            found += [
                (kind, source.pk)
                for source in sources_of(kind, some)
                if known.pop(source.pk, None) != source.digest()
            ]
        found += [(kind, pk) for pk in known]
    return found


def repair() -> int:
    """Make what is stale anew; how many documents were."""
    found = stale()
    for kind in SearchKind:
        refresh(kind, [pk for other, pk in found if other == kind])
    if found:
        forget_words()
    return len(found)


def forget_words() -> None:
    """Drop the words that stand in no title any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM catalog_searchword WHERE word NOT IN"
            " (SELECT word FROM ts_stat('SELECT titles FROM catalog_searchdocument'))"
        )


MODELS: dict[str, type[Film | Person | Essay | Period | Screening]] = {
    SearchKind.FILM: Film,
    SearchKind.PERSON: Person,
    SearchKind.ESSAY: Essay,
    SearchKind.PERIOD: Period,
    SearchKind.SCREENING: Screening,
}


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _document(kind: SearchKind, source: Source) -> SearchDocument:
    return SearchDocument(
        **{"kind": kind, f"{kind}_id": source.pk},
        names=lexemes.keys_of(source.titles, personal=source.personal),
        titles=lexemes.title_vector(source.titles, personal=source.personal, year=source.year),
        texts=lexemes.text_vector(source.texts),
        facets=list(source.facets),
        year=source.year or 0,
        digest=source.digest(),
    )
