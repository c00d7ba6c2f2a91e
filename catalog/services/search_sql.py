"""The statement of a search: match, rate, ask who may see it, count, and cut a page, in one.

Its text is one of six, so that PostgreSQL keeps them prepared: whether there are words, and whether
anything is narrowed. All else is a parameter.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from catalog.availability import Availability
from catalog.finding.facets import Facet, value
from catalog.finding.queries import Term
from catalog.models import SearchKind
from catalog.services.search_index import MODELS
from catalog.services.search_terms import COMMON, rated
from catalog.statements import SOME_TIME, text_of

KINDS = [SearchKind.FILM, SearchKind.PERSON, SearchKind.PERIOD, SearchKind.ESSAY]
WAYS = (Availability.NOW, Availability.OPEN, Availability.LATER)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A search, ready for the database.

    `need`: how many of the terms have to match. `playing`: films of which it is to be said whether
    they were found, since they might be watched.
    """

    terms: Sequence[Term]
    need: int
    whole: str
    filters: Mapping[Facet, Sequence[str]]
    films_by_availability: Mapping[str, Sequence[int]]  # only for narrowing by it
    playing: Collection[int]
    offset: int
    limit: int
    now: datetime


def statement(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """SQL and its parameters. Rows: what, value, number, place, films; see `search.py`."""
    values: dict[str, Any] = {
        "now": wanted.now,
        "playing": list(wanted.playing),
        "offset": wanted.offset,
        "limit": wanted.limit,
    }
    if wanted.terms:
        values |= {
            "titles": [term.titles for term in wanted.terms],
            "texts": [term.texts for term in wanted.terms],
            "need": wanted.need,
            "common": COMMON,
            "keys": list(wanted.terms[0].keys) if len(wanted.terms) == 1 else [wanted.whole],
        }
    if wanted.filters:
        for facet in Facet:
            chosen = wanted.filters.get(facet)
            values[facet] = chosen and [value(facet, one) for one in chosen]
    by_availability = Facet.AVAILABILITY in wanted.filters
    if by_availability:
        values |= {f"to_{way}": list(wanted.films_by_availability.get(way, ())) for way in WAYS}
    return _statement(
        words=bool(wanted.terms), narrowed=bool(wanted.filters), by_availability=by_availability
    ), values


@cache
def _statement(*, words: bool, narrowed: bool, by_availability: bool) -> str:
    facets = f"facets {_AVAILABLE if by_availability else ''} AS facets"
    fails = _FAILS if narrowed else "0"
    if words:
        found = f"{rated(_OWN)}, found AS MATERIALIZED ({_visible(facets, fails)})"
    else:
        found = f"found AS MATERIALIZED ({_everything(facets, fails)})"
    return f"WITH {found} {_HITS} UNION ALL {_COUNTS if narrowed else _ALL_COUNTS}"


_BITS = {facet: 1 << place for place, facet in enumerate(Facet)}
_ONE_FAILS = "CASE fails {} END".format(
    " ".join(f"WHEN {bit} THEN '{facet.value}:'" for facet, bit in _BITS.items())
)
# A value is counted over what all the other facets leave: narrowing by one never empties it. So
# rows with one bit in `fails` count for that facet alone. Of a row of a kind, `place` is the number
# of such rows that choosing the kind would leave.
_HITS = f"""
SELECT 'hit' AS what, kind AS value, pk AS number,
       row_number() OVER (ORDER BY score DESC, rank, year DESC, id) AS place,
       NULL::bigint[] AS films
FROM (SELECT * FROM found WHERE fails = 0
      ORDER BY score DESC, rank, year DESC, id LIMIT %(limit)s OFFSET %(offset)s) AS page
UNION ALL
SELECT 'kind', kind, count(*) FILTER (WHERE fails = 0),
       count(*) FILTER (WHERE fails IN (0, {_BITS[Facet.TYPE]})),
       array_agg(pk) FILTER (WHERE fails = 0 AND kind = 'film' AND pk IN (
           SELECT unnest(%(playing)s::bigint[])))
FROM found GROUP BY kind
"""
_ALL_COUNTS = """
SELECT 'count', value, count(*), 0, NULL
FROM (SELECT unnest(facets) AS value FROM found) AS counted GROUP BY value
"""
_COUNTS = f"""
SELECT 'count', value, count(*), 0, NULL FROM (
    SELECT unnest(facets) AS value, failing FROM (
        SELECT facets, {_ONE_FAILS} AS failing FROM found WHERE fails & (fails - 1) = 0 OFFSET 0
    ) AS near
) AS counted
WHERE CASE WHEN failing IS NULL THEN true ELSE starts_with(value, failing) END
GROUP BY value
"""

_IDS = ", ".join(f"{kind}_id" for kind in SearchKind.values)
_OWN = f"id, kind, year, facets, {_IDS}"
_KEPT = "id, kind, pk, year, score, rank"

_RANKS = {kind: place for place, kind in enumerate(KINDS)}
_RANK = " ".join(f"WHEN '{kind.value}' THEN {place}" for kind, place in _RANKS.items())
LAST = len(_RANKS)  # screenings


def _visible(facets: str, fails: str) -> str:
    """What is left of `rated` for whoever asks: each row is asked about by itself."""
    seen = " OR ".join(
        f"(kind = '{kind}' AND EXISTS (SELECT FROM ({_seen(kind)}) AS seen"
        f" WHERE seen.pk = rated.{kind}_id))"
        for kind in MODELS
    )
    return f"""
        SELECT {_KEPT}, facets, {fails} AS fails FROM (
            SELECT id, kind, coalesce({_IDS}) AS pk, year, score,
                   CASE kind {_RANK} ELSE {LAST} END AS rank, {facets}
            FROM rated WHERE {seen}
        ) AS seen"""


def _everything(facets: str, fails: str) -> str:
    """Every row for whoever asks: by kind, each in one go."""
    rows = " UNION ALL ".join(
        f"""
            SELECT id, '{kind}' AS kind, film_id, {kind}_id AS pk, year,
                   {_RANKS.get(SearchKind(kind), LAST)} AS rank, facets
            FROM catalog_searchdocument JOIN ({_seen(kind)}) AS seen ON seen.pk = {kind}_id"""
        for kind in MODELS
    )
    return f"""
        SELECT {_KEPT}, facets, {fails} AS fails FROM (
            SELECT id, kind, pk, year, 0 AS score, rank, {facets} FROM ({rows}) AS every
        ) AS seen"""


def _seen(kind: str) -> str:
    """The rule of lists."""
    return text_of(MODELS[kind].objects.seen_at(SOME_TIME).values("pk"))


def _passes(facet: Facet) -> str:
    """A filter that is not set is NULL."""
    chosen = f"%({facet.value})s::text[]"
    within = f"'{facet.value}:' || kind = ANY({chosen})" if facet is Facet.TYPE else ""
    return f"{chosen} IS NULL OR {within or f'facets && {chosen}'}"


_FAILS = " + ".join(
    f"CASE WHEN {_passes(facet)} THEN 0 ELSE {bit} END" for facet, bit in _BITS.items()
)
# The value of the facet, where somebody narrows by it.
_AVAILABLE = f"""|| CASE WHEN kind <> 'film' THEN '{{}}'::text[] {
    " ".join(
        f"WHEN film_id = ANY(%(to_{way.value})s::bigint[])"
        f" THEN ARRAY['{value(Facet.AVAILABILITY, way.value)}']"
        for way in WAYS
    )
} ELSE ARRAY['{value(Facet.AVAILABILITY, Availability.NO.value)}'] END"""
