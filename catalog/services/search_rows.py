"""The rows behind the results of a search, with their words and people, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from catalog.models import CreditRole, Person, SearchKind
from catalog.services.search_vocabulary import Name
from catalog.statements import SOME_TIME, rows_of, text_of

Hit = tuple[SearchKind, int]  # with a primary key


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Somebody who may be named."""

    public_id: str
    slug: str
    names: Sequence[Name]


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A row's words in one language: its title or name, and what is longer."""

    language: str
    title: str
    long: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundRow:
    """A row that was found. `people`: who made or wrote it, and may be named."""

    public_id: str
    slug: str
    year: int | None
    first_year: int | None
    countries: Sequence[str]
    texts: Sequence[Words]
    people: Sequence[Named]


def rows_behind(hits: Iterable[Hit], *, now: datetime) -> Mapping[Hit, FoundRow]:
    """Those that are there still: of what was deleted a moment ago there is none."""
    wanted: dict[str, list[int]] = {kind: [] for kind in SearchKind.values}
    for kind, pk in hits:
        wanted[kind].append(pk)
    if not any(wanted.values()):
        return {}
    found = rows_of(_statement(), {**wanted, "now": now})
    return {(SearchKind(kind), pk): _row(told) for kind, pk, *told in found}


def _row(told: Sequence[Any]) -> FoundRow:
    public_id, slug, year, first_year, countries, texts, people = told
    return FoundRow(
        public_id=public_id,
        slug=slug,
        year=year,
        first_year=first_year,
        countries=countries,
        texts=[Words(language=tag, title=title, long=long) for tag, title, *long in texts],
        people=[
            Named(
                public_id=one,
                slug=called,
                names=[Name(language=tag, name=name) for tag, name in names],
            )
            for one, called, names in people
        ],
    )


def _texts(table: str, owner: str, *columns: str) -> str:
    named = ", ".join(f"words.{column}" for column in columns)
    return f"""ARRAY(
        SELECT ARRAY[words.language, {named}] FROM catalog_{table} words
        WHERE words.{owner}_id = {owner}.id ORDER BY words.id)"""


def _selected(kind: SearchKind, texts: str, **columns: str) -> str:
    told = {"year": "NULL", "first_year": "NULL", "countries": "'{}'", "people": "NULL"} | columns
    return f"""
    SELECT '{kind.value}', {kind.value}.id, {kind.value}.public_id, {kind.value}.slug,
        {told["year"]}::int, {told["first_year"]}::int, {told["countries"]}::text[], {texts},
        coalesce({told["people"]}, '[]'::json)
    FROM catalog_{kind.value} {kind.value} WHERE {kind.value}.id = ANY(%({kind.value})s::bigint[])
    """


@cache
def _statement() -> str:
    seen = text_of(Person.objects.seen_at(SOME_TIME).values("pk"))
    person = f"""json_build_array(
        person.public_id, person.slug, {_texts("personname", "person", "name")})"""
    directors = f"""(
        SELECT json_agg({person} ORDER BY credit.position, credit.id)
        FROM catalog_credit credit JOIN catalog_person person ON person.id = credit.person_id
        WHERE credit.film_id = film.id AND credit.role = '{CreditRole.DIRECTOR.value}'
          AND (SELECT true FROM ({seen}) AS seen WHERE seen.pk = person.id))"""
    authors = f"""(
        SELECT json_agg({person} ORDER BY person.slug)
        FROM catalog_essay_authors link JOIN catalog_person person ON person.id = link.person_id
        WHERE link.essay_id = essay.id
          AND (SELECT true FROM ({seen}) AS seen WHERE seen.pk = person.id))"""
    return "UNION ALL".join(
        [
            _selected(
                SearchKind.FILM,
                _texts("filmtext", "film", "title", "synopsis"),
                year="year",
                countries="countries",
                people=directors,
            ),
            _selected(SearchKind.PERSON, _texts("personname", "person", "name", "biography")),
            _selected(
                SearchKind.ESSAY,
                _texts("essaytext", "essay", "title", "abstract", "body"),
                year="year",
                people=authors,
            ),
            _selected(
                SearchKind.PERIOD,
                _texts("periodtext", "period", "title", "summary"),
                first_year="first_year",
            ),
            _selected(SearchKind.SCREENING, _texts("screeningtext", "screening", "title", "note")),
        ]
    )
