"""The first half of the statement of a search: what the terms find, and how well it fits.

Parameters that change PostgreSQL's guesses stand in a SELECT of their own, where its planner can't
see them: so one plan is as good as another to it, and it keeps the first. To plan anew for each
search took 2 ms, and the plan was the same.
"""

from catalog.models import CreditRole, Person
from catalog.statements import SOME_TIME, text_of

# What each term adds that is found in a title, or in a text; and what the whole query adds, by how
# much of a title it is.
TITLE, TEXT, WHOLE = 0.7, 0.2, 2.0
COMMON = 500  # texts with a word: from here on it tells little, and may be missing
BY_DIRECTOR, BY_OTHERS, BY_SUBJECT = 0.75, 0.55, 0.5

# What the terms find in the documents' own words. OFFSET 0 has the index asked once for each.
_DIRECT = f"""
    terms AS MATERIALIZED (
        SELECT term, titles::tsquery, nullif(texts, '')::tsquery AS texts
        FROM unnest((SELECT %(titles)s::text[]), (SELECT %(texts)s::text[])) WITH ORDINALITY
            AS t (titles, texts, term)
    ),
    direct AS MATERIALIZED (
        SELECT term, id, person_id, {TITLE} AS score FROM terms CROSS JOIN LATERAL (
            SELECT id, person_id FROM catalog_searchdocument d
            WHERE d.titles @@ terms.titles OFFSET 0
        ) AS d
        UNION ALL
        SELECT term, id, NULL, {TEXT} FROM terms CROSS JOIN LATERAL (
            SELECT id FROM catalog_searchdocument d
            WHERE d.texts @@ terms.texts LIMIT (SELECT %(common)s)
        ) AS d
    )"""


def _enough() -> str:
    """`enough`: documents with as many terms as needed, by their own words or by people's names.

    Only people who may be named lead to their films and essays. OFFSET 0 keeps PostgreSQL from
    reading every credit there is: it expects far more people to match than do; and each of the few
    people is looked up, rather than all of them read.
    """
    people = text_of(Person.objects.seen_at(SOME_TIME).values("pk"))
    return f"""{_DIRECT},
    named AS MATERIALIZED (
        SELECT term, person_id, score FROM direct WHERE person_id IS NOT NULL
           AND (SELECT true FROM ({people}) AS seen WHERE seen.pk = direct.person_id)
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
    common AS (SELECT term FROM direct GROUP BY term HAVING count(*) >= (SELECT %(common)s)),
    best AS (SELECT term, id, max(score) AS score FROM matching GROUP BY term, id),
    enough AS (
        SELECT id, sum(score) AS score, max(score) AS most FROM best
        GROUP BY id
        HAVING count(*) FILTER (WHERE term NOT IN (SELECT term FROM common))
            >= (SELECT %(need)s) - (SELECT count(*) FROM common)
    )"""


# How much of the best fitting title the query is; titles that begin with it fit a little better.
_COVERED = """coalesce((
    SELECT max(length(k)::float / length(n) * CASE WHEN starts_with(n, k) THEN 1 ELSE 0.9 END)
    FROM unnest(d.names) AS n, unnest((SELECT %(keys)s::text[])) AS k WHERE strpos(n, k) > 0), 0)"""


def rated(columns: str) -> str:
    """`rated`: these columns of the documents that match, with a score."""
    return f"""{_enough()},
    rated AS (
        SELECT {columns},
               score + {WHOLE} * CASE WHEN most >= {TITLE} THEN {_COVERED} ELSE 0 END AS score
        FROM enough JOIN catalog_searchdocument d USING (id)
    )"""
