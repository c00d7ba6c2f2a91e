"""A film's page in one statement: the row and everything round it that may be seen, as JSON.

The shape is `FilmSerializer`'s, but for the addresses of stills, which are signed here. What may be
seen is the rule of `catalog.loading`, written once more: a test holds one against the other.
"""

from datetime import datetime
from typing import Any

from rest_framework.fields import DateTimeField

from catalog.models import Sight, Unveiled
from catalog.services.stills import signed_address
from catalog.statements import rows_of

Page = dict[str, Any]
_INSTANT = DateTimeField()  # in words as everywhere else in the API


def film_page(*, slug: str, sight: Sight, now: datetime, known: bool = False) -> Page | None:
    """The page as `sight` has it, or None where there is no film for it.

    `known`: whoever asks may see the film itself in any case; what is round it stays as it is.
    """
    everything = isinstance(sight, Unveiled)
    statement = _WHOLE if everything else _KNOWN if known else _SEEN
    found = rows_of(statement, {"slug": slug, "now": now if everything else sight})
    if not found:
        return None
    page: Page = found[0][0]
    _tell_instant(page)
    for still in page["stills"]:
        name = still.pop("image")
        still["url"] = signed_address(name, now=now)
        still["small_url"] = signed_address(name, now=now, small=True)
        _tell_instant(still)
    return page


def _tell_instant(row: Page) -> None:
    if row["reveal_at"] is not None:
        row["reveal_at"] = _INSTANT.to_representation(datetime.fromisoformat(row["reveal_at"]))


def _texts(table: str, owner: str, *columns: str) -> str:
    """Words as a map from their language."""
    words = ", ".join(f"'{column}', words.{column}" for column in columns)
    return f"""coalesce((
        SELECT json_object_agg(words.language, json_build_object({words}) ORDER BY words.id)
        FROM catalog_{table} words WHERE words.{owner}_id = {owner}.id), '{{}}')"""


_PERSON = f"""json_build_object(
    'id', person.public_id, 'slug', person.slug,
    'names', {_texts("personname", "person", "name")})"""


def _revealed(row: str) -> str:
    return (
        f"({row}.reveal_at IS NULL OR {row}.reveal_at <= %(now)s)"
        f" AND ({row}.concealed_at IS NULL OR {row}.concealed_at > %(now)s)"
    )


def _public(row: str) -> str:
    return f"({row}.visibility = 'public' AND {_revealed(row)})"


def _everything(row: str) -> str:
    return "true"


def _statement(film: str, seen: Any) -> str:
    """`film`: which film is found; `seen`: the condition under which a row round it is."""
    return f"""
    SELECT json_build_object(
        'id', film.public_id, 'slug', film.slug, 'year', film.year,
        'countries', film.countries, 'languages', film.languages,
        'runtime_seconds', film.runtime_seconds, 'visibility', film.visibility,
        'reveal_at', film.reveal_at, 'indexable', film.indexable,
        'texts', {_texts("filmtext", "film", "title", "synopsis")},
        'credits', ARRAY(
            SELECT json_build_object('role', credit.role, 'person', {_PERSON})
            FROM catalog_credit credit JOIN catalog_person person ON person.id = credit.person_id
            WHERE credit.film_id = film.id AND {seen("person")}
            ORDER BY credit.position, credit.id),
        'versions', ARRAY(
            SELECT json_build_object('id', version.public_id, 'kind', version.kind)
            FROM catalog_filmversion version WHERE version.film_id = film.id
            ORDER BY version.id),
        'trailer', (
            SELECT version.public_id FROM catalog_filmversion version
            WHERE version.film_id = film.id AND version.kind = 'trailer'
              AND version.publication_id IS NOT NULL
              AND (film.paused_at IS NULL OR film.paused_at > %(now)s)
            ORDER BY version.id LIMIT 1),
        'terms', ARRAY(
            SELECT json_build_object(
                'kind', term.kind, 'slug', term.slug, 'texts', {_texts("termtext", "term", "name")})
            FROM catalog_film_terms link JOIN catalog_term term ON term.id = link.term_id
            WHERE link.film_id = film.id
            ORDER BY term.kind, term.position, term.slug),
        'stills', ARRAY(
            SELECT json_build_object(
                'id', still.public_id, 'url', NULL, 'small_url', NULL, 'image', still.image,
                'width', still.width, 'height', still.height, 'position', still.position,
                'visibility', still.visibility, 'reveal_at', still.reveal_at,
                'texts', {_texts("stilltext", "still", "description", "credit")})
            FROM catalog_still still WHERE still.film_id = film.id AND {seen("still")}
            ORDER BY still.position, still.id),
        'periods', ARRAY(
            SELECT json_build_object(
                'id', period.public_id, 'slug', period.slug,
                'first_year', period.first_year, 'last_year', period.last_year,
                'texts', {_texts("periodtext", "period", "title")})
            FROM catalog_period_films link JOIN catalog_period period ON period.id = link.period_id
            WHERE link.film_id = film.id AND {seen("period")}
            ORDER BY period.first_year, period.slug),
        'essays', ARRAY(
            SELECT json_build_object(
                'id', essay.public_id, 'slug', essay.slug, 'year', essay.year,
                'authors', ARRAY(
                    SELECT {_PERSON}
                    FROM catalog_essay_authors link
                    JOIN catalog_person person ON person.id = link.person_id
                    WHERE link.essay_id = essay.id AND {seen("person")}
                    ORDER BY person.slug),
                'texts', {_texts("essaytext", "essay", "title", "abstract")})
            FROM catalog_essay_films link JOIN catalog_essay essay ON essay.id = link.essay_id
            WHERE link.film_id = film.id AND {seen("essay")}
            ORDER BY essay.year DESC, essay.slug))
    FROM catalog_film film WHERE film.slug = %(slug)s AND {film}"""


_REACHABLE = f"film.visibility <> 'hidden' AND {_revealed('film')}"
_SEEN = _statement(_REACHABLE, _public)
_KNOWN = _statement("true", _public)
_WHOLE = _statement("true", _everything)
