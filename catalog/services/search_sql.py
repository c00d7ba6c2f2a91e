"""The statement of a search: match, rate, ask who may see it, count, and cut a page, in one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from catalog.finding.facets import Facet, value
from catalog.finding.queries import Term
from catalog.models import CreditRole, Person, SearchKind
from catalog.services.search_index import MODELS

Params = list[Any]
# What each term adds that is found in a title, or in a text; and what the whole query adds, by how
# much of a title it is.
TITLE, TEXT, WHOLE = 0.7, 0.2, 2.0
COMMON = 500  # texts with a word: from here on it tells little, and may be missing
BY_DIRECTOR, BY_OTHERS, BY_SUBJECT = 0.75, 0.55, 0.5
SOME_TIME = datetime(9999, 1, 1, tzinfo=UTC)  # stands for the instant of a search
KINDS = [SearchKind.FILM, SearchKind.PERSON, SearchKind.PERIOD, SearchKind.ESSAY]


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


def statement(wanted: Wanted) -> tuple[str, Params]:
    """SQL and its parameters. Rows: what, value, number, place; see `search.py`."""
    rated, params = _rated(wanted)
    found, more = _found(wanted)
    sql = f"WITH {rated}, {found} {_RESULT}"
    return sql, [*params, *more, wanted.limit, wanted.offset, list(wanted.playing)]


# A value is counted over what all the other facets leave: narrowing by one never empties it.
_RESULT = """
SELECT 'hit' AS what, kind AS value, pk AS number,
       row_number() OVER (ORDER BY score DESC, rank, year DESC, id) AS place
FROM (SELECT * FROM found WHERE failed = '{}'
      ORDER BY score DESC, rank, year DESC, id LIMIT %s OFFSET %s) AS page
UNION ALL
SELECT 'count', value, count(*), 0
FROM found, unnest(facets) AS value
WHERE failed = '{}' OR failed = ARRAY[split_part(value, ':', 1)]
GROUP BY value
UNION ALL
SELECT 'total', '', count(*) FILTER (WHERE failed = '{}'), 0 FROM found
UNION ALL
SELECT 'matching', '', count(*), 0 FROM found
UNION ALL
SELECT 'film', '', pk, 0 FROM found WHERE failed = '{}' AND kind = 'film' AND pk = ANY(%s::bigint[])
"""


def _direct(number: int, term: Term) -> tuple[str, Params]:
    """What a term finds in the documents' own words."""
    sql = f"""
        SELECT {number} AS term, id, person_id, {TITLE} AS score
        FROM catalog_searchdocument WHERE titles @@ %s::tsquery"""
    if not term.texts:
        return sql, [term.titles]
    sql += f"""
        UNION ALL (SELECT {number}, id, NULL, {TEXT}
        FROM catalog_searchdocument WHERE texts @@ %s::tsquery LIMIT {COMMON})"""
    return sql, [term.titles, term.texts]


def _enough(wanted: Wanted) -> tuple[str, Params]:
    """`enough`: documents with as many terms as needed, by their own words or by people's names.

    Only people who may be named lead to their films and essays. OFFSET 0 keeps PostgreSQL from
    reading every credit there is: it expects far more people to match than do.
    """
    found = [_direct(number, term) for number, term in enumerate(wanted.terms)]
    people, people_params = _at(wanted.now, *_seen_people())
    sql = f"""
    direct AS MATERIALIZED ({" UNION ALL ".join(sql for sql, _ in found)}),
    named AS MATERIALIZED (
        SELECT term, person_id, score FROM direct WHERE person_id IN ({people})
    ),
    matching AS (
        SELECT term, id, score FROM direct
        UNION ALL
        SELECT n.term, c.id, n.score * CASE c.role WHEN '{CreditRole.DIRECTOR.value}'
                                       THEN {BY_DIRECTOR} ELSE {BY_OTHERS} END
        FROM named n CROSS JOIN LATERAL (
            SELECT d.id, c.role FROM catalog_credit c JOIN catalog_searchdocument d USING (film_id)
            WHERE c.person_id = n.person_id OFFSET 0
        ) AS c
        UNION ALL
        SELECT n.term, d.id, n.score * {BY_DIRECTOR}
        FROM named n JOIN catalog_essay_authors a USING (person_id)
        JOIN catalog_searchdocument d ON d.essay_id = a.essay_id
        UNION ALL
        SELECT n.term, d.id, n.score * {BY_SUBJECT}
        FROM named n JOIN catalog_essay_people a USING (person_id)
        JOIN catalog_searchdocument d ON d.essay_id = a.essay_id
    ),
    common AS (SELECT term FROM direct GROUP BY term HAVING count(*) >= {COMMON}),
    best AS (SELECT term, id, max(score) AS score FROM matching GROUP BY term, id),
    enough AS (
        SELECT id, sum(score) AS score, max(score) AS most FROM best
        GROUP BY id
        HAVING count(*) FILTER (WHERE term NOT IN (SELECT term FROM common))
            >= %s - (SELECT count(*) FROM common)
    )"""
    params = [param for _, params in found for param in params]
    return sql, [*params, *people_params, wanted.need]


_IDS = ", ".join(f"{kind}_id" for kind in SearchKind.values)
_COLUMNS = f"id, kind, year, facets, {_IDS}"
# How much of the best fitting title the query is; titles that begin with it fit a little better.
_COVERED = """coalesce((
    SELECT max(length(k)::float / length(n) * CASE WHEN starts_with(n, k) THEN 1 ELSE 0.9 END)
    FROM unnest(d.names) AS n, unnest(%s::text[]) AS k WHERE strpos(n, k) > 0), 0)"""


def _rated(wanted: Wanted) -> tuple[str, Params]:
    if not wanted.terms:
        return f"rated AS (SELECT {_COLUMNS}, 0 AS score FROM catalog_searchdocument)", []
    enough, params = _enough(wanted)
    keys = list(wanted.terms[0].keys) if len(wanted.terms) == 1 else [wanted.whole]
    sql = f"""{enough},
    rated AS (
        SELECT {_COLUMNS},
               score + {WHOLE} * CASE WHEN most >= {TITLE} THEN {_COVERED} ELSE 0 END AS score
        FROM enough JOIN catalog_searchdocument d USING (id)
    )"""
    return sql, [*params, keys]


def _found(wanted: Wanted) -> tuple[str, Params]:
    """`found`: what is left for whoever asks, with the filters that each row fails."""
    seen, params = _at(wanted.now, *_seen_documents())
    available, availability = _available(wanted)
    failing = ["CASE WHEN facets && %s::text[] THEN NULL ELSE %s END" for _ in wanted.filters]
    failed: Params = []
    for facet, values in wanted.filters.items():
        failed += [[value(facet, one) for one in values], facet.value]
    fails = (
        f"array_remove(ARRAY[{', '.join(failing)}]::text[], NULL)" if failing else "'{}'::text[]"
    )
    sql = f"""
    visible AS (
        SELECT id, kind, year, score, coalesce({_IDS}) AS pk,
               coalesce(array_position(%s, kind::text), 9) AS rank,
               facets || ('type:' || kind) {available} AS facets
        FROM rated WHERE {seen}
    ),
    found AS MATERIALIZED (SELECT *, {fails} AS failed FROM visible)"""
    return sql, [[k.value for k in KINDS], *availability, *params, *failed]


def _available(wanted: Wanted) -> tuple[str, Params]:
    """The value of the facet, where somebody narrows by it."""
    if Facet.AVAILABILITY not in wanted.filters:
        return "", []
    sql = "|| CASE WHEN kind <> 'film' THEN '{}'::text[] "
    params: Params = []
    for name, films in wanted.films_by_availability.items():
        sql += "WHEN film_id = ANY(%s::bigint[]) THEN ARRAY[%s] "
        params += [list(films), value(Facet.AVAILABILITY, name)]
    return f"{sql} ELSE ARRAY[%s] END", [*params, value(Facet.AVAILABILITY, "no")]


@cache
def _seen_people() -> tuple[str, Params]:
    sql, params = Person.objects.seen_at(SOME_TIME).values("pk").query.sql_with_params()
    return sql, list(params)


@cache
def _seen_documents() -> tuple[str, Params]:
    """The rule of lists as a condition on `rated`; written once: only the instant changes in it.

    Rows are looked up one by one where few were found, and read at once where many were.
    """
    conditions: list[str] = []
    params: Params = []
    for kind, model in MODELS.items():
        sql, some = model.objects.seen_at(SOME_TIME).values("pk").query.sql_with_params()
        conditions.append(
            f"(kind = '{kind}' AND EXISTS (SELECT FROM ({sql}) AS seen"
            f" WHERE seen.pk = rated.{kind}_id))"
        )
        params += some
    return f"({' OR '.join(conditions)})", params


def _at(now: datetime, sql: str, params: Params) -> tuple[str, Params]:
    return sql, [now if one == SOME_TIME else one for one in params]
