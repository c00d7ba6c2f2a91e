"""Searching: as exactly as can be, and more loosely where that finds nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from math import ceil

from django.db import transaction
from rapidfuzz.distance import OSA

from catalog.availability import Availability
from catalog.finding.facets import Facet, value
from catalog.finding.queries import Query, Term, parse, widened
from catalog.models import SearchKind
from catalog.services.facts_sql import Asker
from catalog.services.playing import films_by_availability, playing
from catalog.services.search_sql import Wanted, statement
from catalog.statements import rows_of
from catalog.verdict import Place

PAGE_SIZE = 20
LAST_PAGE = 50  # nobody reads further; whoever wants all of it takes the export
CLOSE_SHARE = 0.6  # of the terms, where not all can be found
SIMILARITY = 0.22  # of trigrams, before slips are counted: low, since words are short
MOST_WORDS = 6  # that a misspelt one may have meant
SHORTEST_SLIP = 4  # letters of a word that may be misspelt


class Match(StrEnum):
    """How well the results fit."""

    EXACT = "exact"
    CLOSE = "close"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is asked. `filters` hold values as the index has them."""

    text: str = ""
    filters: Mapping[Facet, Sequence[str]] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is found: rows by kind and primary key, best first, and how many have which value.

    `films` are those that might be watched, of all pages.
    """

    query: Query
    match: Match
    total: int
    hits: Sequence[tuple[SearchKind, int]]
    counts: Mapping[str, int]
    keys: Sequence[str]
    films: Sequence[int]
    films_by_availability: Mapping[str, Sequence[int]]

    def availability(self, film_id: int) -> str:
        """How a film can be watched."""
        for name, films in self.films_by_availability.items():
            if film_id in films:
                return name
        return Availability.NO


def search(*, search: Search, user: Asker, place: Place, now: datetime) -> Found:
    """Find what `user` may know of. Hidden rows change nothing in it, not even how it is tried."""
    query = parse(search.text)
    films = playing(now=now)
    narrowed = Facet.AVAILABILITY in search.filters
    available = films_by_availability(films, user=user, place=place, now=now) if narrowed else {}
    for match, terms, need in _attempts(query):
        wanted = Wanted(
            terms=terms,
            need=need,
            whole=query.whole,
            filters=search.filters,
            films_by_availability=available,
            playing=films.keys(),
            offset=(min(search.page, LAST_PAGE) - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            now=now,
        )
        found = _run(wanted, query=query, match=match)
        if found is None:
            continue
        if narrowed:
            return found
        shown = {film: films[film] for film in found.films}
        told = films_by_availability(shown, user=user, place=place, now=now)
        return _with_availability(found, told, of=search.filters.get(Facet.TYPE))
    return Found(
        query=query,
        match=Match.NONE,
        total=0,
        hits=(),
        counts={},
        keys=(),
        films=(),
        films_by_availability={},
    )


def _attempts(query: Query) -> Iterator[tuple[Match, Sequence[Term], int]]:
    """Ways to try it, the strictest first; a later one is made only if the ones before fail."""
    if not query.terms:
        if not query.text:
            yield Match.EXACT, (), 0
        return
    if query.phrase is not None:
        yield Match.EXACT, (query.phrase,), 1
    yield Match.EXACT, query.terms, len(query.terms)
    meant = meanings([term.word for term in query.close])
    terms = [widened(term, meant.get(term.word, ())) for term in query.close]
    if query.phrase is not None:
        whole = meanings([query.phrase.word]).get(query.phrase.word, ())
        yield Match.CLOSE, (widened(query.phrase, whole),), 1
    yield Match.CLOSE, terms, ceil(len(terms) * CLOSE_SHARE)


def meanings(words: Sequence[str]) -> dict[str, list[str]]:
    """For each misspelt word the known ones that are a slip or two away, nearest first."""
    asked = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST_SLIP]
    if not asked:
        return {}
    with transaction.atomic():
        rows_of(_THRESHOLD, {"similarity": str(SIMILARITY)})
        near = [
            (word, known, slips(word, known)) for word, known in rows_of(_NEAR, {"asked": asked})
        ]
    found: dict[str, list[str]] = {}
    for word, known, distance in sorted(near, key=lambda one: (one[2], one[1])):
        if distance <= slips_allowed(word) and len(found.setdefault(word, [])) < MOST_WORDS:
            found[word].append(known)
    return found


_THRESHOLD = "SELECT set_config('pg_trgm.similarity_threshold', %(similarity)s, true)"
_NEAR = """
SELECT asked, word FROM unnest(%(asked)s::text[]) AS asked
JOIN catalog_searchword ON word %% asked"""


def slips(word: str, known: str) -> int:
    """Letters too many, missing, wrong, or changed with their neighbour."""
    return OSA.distance(word, known)


def slips_allowed(word: str) -> int:
    """One in a short word, two in a longer one, three in a sentence of pinyin."""
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3  # noqa: PLR2004 - a scale


def _run(wanted: Wanted, *, query: Query, match: Match) -> Found | None:
    """None where nothing matches; where only the filters leave nothing, an empty page."""
    rows = rows_of(*statement(wanted))
    kinds = [row[1:] for row in rows if row[0] == "kind"]
    if not kinds:
        return None
    counts = {value(Facet.TYPE, kind): number for kind, _, number, _ in kinds if number}
    hits = sorted((place, kind, pk) for what, kind, pk, place, _ in rows if what == "hit")
    return Found(
        query=query,
        match=match,
        total=sum(total for _, total, *_ in kinds),
        hits=[(SearchKind(kind), pk) for _, kind, pk in hits],
        counts=counts | {name: number for what, name, number, *_ in rows if what == "count"},
        keys=[key for term in wanted.terms for key in term.keys],
        films=[film for *_, films in kinds for film in films or ()],
        films_by_availability=wanted.films_by_availability,
    )


def _with_availability(
    found: Found, films: Mapping[str, Sequence[int]], *, of: Sequence[str] | None
) -> Found:
    """Count it for what was found, rather than ask for every film that plays. `of`: which types."""
    counts = {value(Facet.AVAILABILITY, name): len(those) for name, those in films.items()}
    if of is None or SearchKind.FILM in of:
        others = found.counts.get(value(Facet.TYPE, SearchKind.FILM), 0) - sum(counts.values())
        counts[value(Facet.AVAILABILITY, Availability.NO)] = max(others, 0)
    return replace(found, counts={**found.counts, **counts}, films_by_availability=films)
