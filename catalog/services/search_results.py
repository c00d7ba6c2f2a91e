"""Results as they are shown: the rows behind the hits, what was meant in them, and the facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from catalog.finding.facets import Facet, value
from catalog.finding.marks import Piece, excerpt, pieces
from catalog.models import (
    Credit,
    CreditRole,
    Essay,
    Film,
    Period,
    Person,
    Screening,
    SearchKind,
    Term,
    TermKind,
)
from catalog.services.facts_sql import Asker
from catalog.services.search import LAST_PAGE, PAGE_SIZE, Found, Match, Search, search
from catalog.verdict import Place

NOTHING = "-"  # no value of any facet: a name that nobody knows leaves nothing


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A title or an excerpt in one language."""

    language: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Result:
    """A row that was found. `people`: who made or wrote it, and may be named."""

    kind: SearchKind
    row: Any
    titles: Sequence[Wording]
    excerpt: Wording | None
    people: Sequence[Person]
    availability: str | None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value of a facet. `texts`: its names, where they stand in the catalogue."""

    value: str
    count: int
    selected: bool
    texts: Sequence[Any] = ()


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


class Vocabulary:
    """Terms and visible periods, between primary keys, slugs and names. Four queries."""

    def __init__(self, *, now: datetime) -> None:
        terms = Term.objects.exclude(kind=TermKind.CONTENT_NOTE).prefetch_related("texts")
        periods = Period.objects.seen_at(now).prefetch_related("texts")
        self._rows: dict[tuple[Facet, str], Term | Period] = {}
        for period in periods.order_by("first_year", "slug"):
            self._rows[Facet.PERIOD, str(period.pk)] = period
        for term in terms.order_by("position", "slug"):
            self._rows[Facet(term.kind), str(term.pk)] = term
        self._keys = {(facet, row.slug): key for (facet, key), row in self._rows.items()}

    def key(self, facet: Facet, name: str) -> str:
        """What the index calls it."""
        if facet in {Facet.PERIOD, Facet.THEME, Facet.GENRE}:
            return self._keys.get((facet, name), NOTHING)
        return name

    def choices(
        self, counts: Mapping[str, int], filters: Mapping[Facet, Sequence[str]]
    ) -> Mapping[Facet, Sequence[Choice]]:
        """What can be chosen, with how many results it would have; the frequent first.

        Periods and decades go by time. A hidden period is in the index of its films: not here.
        """
        found: dict[Facet, list[Choice]] = {facet: [] for facet in Facet}
        chosen = {(facet, one) for facet, keys in filters.items() for one in keys}
        in_order = [value(facet, key) for facet, key in self._rows]
        for name in dict.fromkeys([*in_order, *sorted(counts)]):
            facet, _, key = name.partition(":")
            choice = self._choice(Facet(facet), key, counts.get(name, 0), chosen)
            if choice is not None and (choice.count or choice.selected):
                found[Facet(facet)].append(choice)
        for facet in (Facet.COUNTRY, Facet.LANGUAGE, Facet.THEME, Facet.GENRE):
            found[facet].sort(key=lambda choice: -choice.count)
        return found

    def _choice(
        self, facet: Facet, key: str, count: int, chosen: set[tuple[Facet, str]]
    ) -> Choice | None:
        selected = (facet, key) in chosen
        if facet not in {Facet.PERIOD, Facet.THEME, Facet.GENRE}:
            return Choice(value=key, count=count, selected=selected)
        row = self._rows.get((facet, key))
        if row is None:
            return None
        return Choice(value=row.slug, count=count, selected=selected, texts=list(row.texts.all()))


def _results(found: Found, *, now: datetime) -> list[Result]:
    rows = _rows(found, now=now)
    return [
        _result(kind, rows[kind, pk], found)
        for kind, pk in found.hits
        if (kind, pk) in rows  # deleted a moment ago
    ]


def _rows(found: Found, *, now: datetime) -> dict[tuple[SearchKind, int], Any]:
    """The rows behind the hits, with texts and people: a few queries for each kind there is."""
    directors = Credit.objects.seen_at(now).filter(role=CreditRole.DIRECTOR)
    named = directors.order_by("position", "pk").select_related("person")
    authors = Person.objects.seen_at(now).prefetch_related("names")
    loaders: dict[SearchKind, QuerySet[Any]] = {
        SearchKind.FILM: Film.objects.prefetch_related(
            "texts", Prefetch("credits", named.prefetch_related("person__names"))
        ),
        SearchKind.PERSON: Person.objects.prefetch_related("names"),
        SearchKind.ESSAY: Essay.objects.prefetch_related("texts", Prefetch("authors", authors)),
        SearchKind.PERIOD: Period.objects.prefetch_related("texts"),
        SearchKind.SCREENING: Screening.objects.prefetch_related("texts"),
    }
    wanted: dict[SearchKind, list[int]] = {}
    for kind, pk in found.hits:
        wanted.setdefault(kind, []).append(pk)
    return {
        (kind, row.pk): row
        for kind, pks in wanted.items()
        for row in loaders[kind].filter(pk__in=pks)
    }


def _result(kind: SearchKind, row: Any, found: Found) -> Result:
    texts = list(row.names.all() if kind is SearchKind.PERSON else row.texts.all())
    title = "name" if kind is SearchKind.PERSON else "title"
    titles = [
        Wording(language=text.language, pieces=pieces(getattr(text, title), found.keys))
        for text in texts
        if getattr(text, title)
    ]
    people: list[Person] = []
    if kind is SearchKind.FILM:
        people = [credit.person for credit in row.credits.all()]
    elif kind is SearchKind.ESSAY:
        people = list(row.authors.all())
    matched = any(piece.match for wording in titles for piece in wording.pieces)
    return Result(
        kind=kind,
        row=row,
        titles=titles,
        excerpt=None if matched else _excerpt(kind, texts, found.keys),
        people=people,
        availability=found.availability(row.pk) if kind is SearchKind.FILM else None,
    )


LONG_TEXTS = {
    SearchKind.FILM: ("synopsis",),
    SearchKind.PERSON: ("biography",),
    SearchKind.ESSAY: ("abstract", "body"),
    SearchKind.PERIOD: ("summary",),
    SearchKind.SCREENING: ("note",),
}


def _excerpt(kind: SearchKind, texts: Sequence[Any], keys: Sequence[str]) -> Wording | None:
    for text in texts:
        for name in LONG_TEXTS[kind]:
            if found := excerpt(getattr(text, name), keys):
                return Wording(language=text.language, pieces=found)
    return None
