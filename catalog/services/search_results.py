"""Results as they are shown: the rows behind the hits, what was meant in them, and the facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.finding.facets import Facet
from catalog.finding.marks import Piece, excerpt, pieces
from catalog.models import SearchKind
from catalog.services.facts_sql import Asker
from catalog.services.search import LAST_PAGE, PAGE_SIZE, Found, Match, Search, search
from catalog.services.search_rows import FoundRow, Named, Words, rows_behind
from catalog.services.search_vocabulary import Choice, Vocabulary
from catalog.verdict import Place


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A title or an excerpt in one language."""

    language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Result:
    """A row that was found. `people`: who made or wrote it, and may be named."""

    kind: SearchKind
    row: FoundRow
    titles: Sequence[Wording]
    excerpt: Wording | None
    people: Sequence[Named]
    availability: str | None


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """A page of results."""

    text: str
    match: Match
    total: int
    page: int
    pages: int
    results: Sequence[Result]
    facets: Mapping[Facet, Sequence[Choice]]


def search_catalogue(
    *,
    text: str,
    chosen: Mapping[Facet, Sequence[str]],
    page: int,
    user: Asker,
    place: Place,
    now: datetime,
) -> ResultPage:
    """Search, and load what a page of results shows. `chosen` holds slugs and codes."""
    known = Vocabulary(now=now)
    filters = {
        facet: [known.key(facet, name) for name in names]
        for facet, names in chosen.items()
        if names
    }
    found = search(
        search=Search(text=text, filters=filters, page=page), user=user, place=place, now=now
    )
    return ResultPage(
        text=found.query.text,
        match=found.match,
        total=found.total,
        page=page,
        pages=min(-(-found.total // PAGE_SIZE), LAST_PAGE),
        results=_results(found, now=now),
        facets=known.choices(found.counts, filters),
    )


def _results(found: Found, *, now: datetime) -> list[Result]:
    rows = rows_behind(found.hits, now=now)
    return [
        _result(kind, pk, rows[kind, pk], found)
        for kind, pk in found.hits
        if (kind, pk) in rows  # deleted a moment ago
    ]


def _result(kind: SearchKind, pk: int, row: FoundRow, found: Found) -> Result:
    titles = [
        Wording(language=text.language, pieces=pieces(text.title, found.keys))
        for text in row.texts
        if text.title
    ]
    matched = any(piece.match for wording in titles for piece in wording.pieces)
    return Result(
        kind=kind,
        row=row,
        titles=titles,
        excerpt=None if matched else _excerpt(row.texts, found.keys),
        people=row.people,
        availability=found.availability(pk) if kind is SearchKind.FILM else None,
    )


def _excerpt(texts: Sequence[Words], keys: Sequence[str]) -> Wording | None:
    for text in texts:
        for words in text.long:
            if found := excerpt(words, keys):
                return Wording(language=text.language, pieces=found)
    return None
