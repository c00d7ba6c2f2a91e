"""What follows from the withdrawals that stand: when each film stops, and what goes out of sight.

`concealed_at` and `paused_at` are written here alone, from the withdrawals and nothing else. So it
can be done again at any time, and a film that is added to a withdrawn edition goes too.
"""

from datetime import datetime

from django.db import connection, transaction

from catalog.services.striking import strike

# Each statement writes only what changes. An edition that is hidden takes its films along.
_EDITIONS = """
UPDATE catalog_edition edition SET paused_at = told.paused_at, concealed_at = told.concealed_at
FROM (
    SELECT edition.id, min(w.effective_at) AS paused_at,
           min(w.effective_at) FILTER (WHERE w.level <> 'pause') AS concealed_at
    FROM catalog_edition edition LEFT JOIN catalog_withdrawal w
        ON w.edition_id = edition.id AND w.lifted_at IS NULL
    GROUP BY edition.id
) AS told
WHERE told.id = edition.id
  AND (edition.paused_at, edition.concealed_at) IS DISTINCT FROM (told.paused_at, told.concealed_at)
"""
_FILMS = """
UPDATE catalog_film film SET paused_at = told.paused_at, concealed_at = told.concealed_at
FROM (
    SELECT film.id,
           least(mine.paused_at, shown.concealed_at) AS paused_at,
           least(mine.concealed_at, shown.concealed_at) AS concealed_at
    FROM catalog_film film
    LEFT JOIN LATERAL (
        SELECT min(w.effective_at) AS paused_at,
               min(w.effective_at) FILTER (WHERE w.level <> 'pause') AS concealed_at
        FROM catalog_withdrawal w WHERE w.film_id = film.id AND w.lifted_at IS NULL
    ) AS mine ON true
    LEFT JOIN LATERAL (
        SELECT min(edition.concealed_at) AS concealed_at
        FROM catalog_filmversion version
        JOIN catalog_screeningitem item ON item.version_id = version.id
        JOIN catalog_screening screening ON screening.id = item.screening_id
        JOIN catalog_edition edition ON edition.id = screening.edition_id
        WHERE version.film_id = film.id
    ) AS shown ON true
) AS told
WHERE told.id = film.id
  AND (film.paused_at, film.concealed_at) IS DISTINCT FROM (told.paused_at, told.concealed_at)
"""
_STILLS = """
UPDATE catalog_still still SET concealed_at = film.concealed_at
FROM catalog_film film
WHERE film.id = still.film_id AND still.concealed_at IS DISTINCT FROM film.concealed_at
"""
# Somebody goes with the last of her films, and at once where the withdrawal says so.
_PEOPLE = """
UPDATE catalog_person person SET concealed_at = told.concealed_at
FROM (
    SELECT person.id, least(
        (SELECT CASE WHEN bool_and(film.concealed_at IS NOT NULL) THEN max(film.concealed_at) END
         FROM catalog_credit credit JOIN catalog_film film ON film.id = credit.film_id
         WHERE credit.person_id = person.id),
        (SELECT min(w.effective_at)
         FROM catalog_withdrawal_people named
         JOIN catalog_withdrawal w ON w.id = named.withdrawal_id
         WHERE named.person_id = person.id AND w.lifted_at IS NULL AND w.level <> 'pause')
    ) AS concealed_at
    FROM catalog_person person
) AS told
WHERE told.id = person.id AND person.concealed_at IS DISTINCT FROM told.concealed_at
"""
# An essay goes if everything that it is about has gone; else what it says of that is struck out.
# One whose address names what has gone goes too.
_ESSAYS = """
UPDATE catalog_essay essay SET concealed_at = told.concealed_at
FROM (
    SELECT essay.id, least(about.concealed_at, named.concealed_at) AS concealed_at
    FROM catalog_essay essay
    LEFT JOIN LATERAL (
        SELECT CASE WHEN bool_and(subject.concealed_at IS NOT NULL)
                    THEN max(subject.concealed_at) END AS concealed_at
        FROM (
            SELECT film.concealed_at FROM catalog_essay_films link
            JOIN catalog_film film ON film.id = link.film_id WHERE link.essay_id = essay.id
            UNION ALL
            SELECT person.concealed_at FROM catalog_essay_people link
            JOIN catalog_person person ON person.id = link.person_id WHERE link.essay_id = essay.id
        ) AS subject
    ) AS about ON true
    LEFT JOIN LATERAL (
        SELECT min(gone.concealed_at) AS concealed_at
        FROM (
            SELECT slug, concealed_at FROM catalog_film WHERE concealed_at IS NOT NULL
            UNION ALL
            SELECT slug, concealed_at FROM catalog_person WHERE concealed_at IS NOT NULL
        ) AS gone
        WHERE strpos('-' || essay.slug || '-', '-' || gone.slug || '-') > 0
    ) AS named ON true
) AS told
WHERE told.id = essay.id AND essay.concealed_at IS DISTINCT FROM told.concealed_at
"""
IN_ORDER = (_EDITIONS, _FILMS, _STILLS, _PEOPLE, _ESSAYS)
# Of films that a word of their own stops: what has to happen at once, however much there is.
_PAUSED = """
UPDATE catalog_film SET paused_at = least(paused_at, %s) WHERE id = %s
"""


@transaction.atomic
def conceal() -> int:
    """Bring everything in line with the withdrawals; how many rows and texts changed."""
    changed = 0
    with connection.cursor() as cursor:
        for statement in IN_ORDER:
            cursor.execute(statement)
            changed += cursor.rowcount
    return changed + strike()


def pause(*, film_id: int, at: datetime) -> None:
    """Stop one film; `conceal` would say the same, and looks at everything."""
    with connection.cursor() as cursor:
        cursor.execute(_PAUSED, [at, film_id])
