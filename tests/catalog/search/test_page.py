"""A page of results, by statements and dictionaries, is what models and serializers make of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from rest_framework.renderers import JSONRenderer

from catalog.finding.facets import Facet
from catalog.models import (
    Credit,
    CreditRole,
    Essay,
    EssayText,
    Film,
    Period,
    Person,
    Screening,
    ScreeningText,
    SearchKind,
    Term,
    TermKind,
    Visibility,
)
from catalog.serializers import ResultPageSerializer, result_page
from catalog.services import ResultPage, search_catalogue, search_index
from catalog.verdict import Place
from tests.catalog.rows import make_screening, make_version, real_now
from tests.catalog.search.library import film, period, person, term

pytestmark = pytest.mark.django_db
NOW = real_now()
SEEN: list[dict[str, Any]] = [
    {"visibility": visibility, "reveal_at": reveal_at}
    for visibility in Visibility.values
    for reveal_at in (None, NOW, NOW + timedelta(hours=1))
]
MODELS: dict[SearchKind, Any] = {
    SearchKind.FILM: Film,
    SearchKind.PERSON: Person,
    SearchKind.ESSAY: Essay,
    SearchKind.PERIOD: Period,
    SearchKind.SCREENING: Screening,
}


def found(
    text: str = "", chosen: Mapping[Facet, Sequence[str]] = MappingProxyType({})
) -> ResultPage:
    place = Place(country="CN", region=None, network="unknown")
    return search_catalogue(text=text, chosen=chosen, page=1, user=None, place=place, now=NOW)


@pytest.fixture(autouse=True)
def _stock() -> None:
    """Of each kind of result one, with people in every state of visibility."""
    made = film("river", "河", "River", 2000, countries=["CN", "HK"])
    essay = Essay.objects.create(slug="on-rivers", year=2003, visibility=Visibility.PUBLIC)
    EssayText.objects.create(essay=essay, language="en", title="On Rivers", body="Of water.")
    for place, seen in enumerate(SEEN):
        somebody = person(f"river-{place}", f"河{place}", f"River {place}", **seen)
        essay.authors.add(somebody)
        for role in (CreditRole.DIRECTOR, CreditRole.CAST):
            Credit.objects.create(film=made, person=somebody, role=role, position=place % 3)
        early = period(f"rivers-{place}", "河年", "River years", 1990 + place % 2, None)
        Period.objects.filter(pk=early.pk).update(**seen)
        early.films.add(made)
    for kind in TermKind:
        made.terms.add(term(kind, f"flow-{kind}", "流", "Flow"))
    screening = make_screening(version=make_version(made))
    ScreeningText.objects.create(screening=screening, language="en", title="Rivers", note="Wet.")
    search_index.reindex()


def people_of(kind: SearchKind, row: Any) -> Sequence[Person]:
    if kind is SearchKind.FILM:
        directors = Credit.objects.seen_at(NOW).filter(film=row, role=CreditRole.DIRECTOR)
        return [credit.person for credit in directors.order_by("position", "pk")]
    if kind is SearchKind.ESSAY:
        return list(
            Person.objects.seen_at(NOW).filter(pk__in=row.authors.values("pk")).order_by("slug")
        )
    return []


def plainly(page: ResultPage) -> ResultPage:
    """The page with rows of models, read one by one."""
    results: list[Any] = []
    for result in page.results:
        row = MODELS[result.kind].objects.get(public_id=result.row.public_id)
        people: Any = people_of(result.kind, row)
        results.append(replace(result, row=row, people=people))
    facets = {
        facet: [replace(choice, texts=names(facet, choice.value)) for choice in choices]
        for facet, choices in page.facets.items()
    }
    return replace(page, results=results, facets=facets)


def names(facet: Facet, slug: str) -> Any:
    if facet is Facet.PERIOD:
        return list(Period.objects.seen_at(NOW).get(slug=slug).texts.order_by("pk"))
    if facet in {Facet.THEME, Facet.GENRE}:
        return list(Term.objects.get(kind=facet, slug=slug).texts.order_by("pk"))
    return []


@pytest.mark.parametrize(
    "asked",
    [{"text": "river"}, {}, {"text": "water"}, {"text": "rivr"}, {"chosen": {Facet.THEME: ["no"]}}],
)
def test_it_is_the_serializers_page(asked: dict[str, Any]) -> None:
    page = found(**asked)
    described = json.loads(JSONRenderer().render(ResultPageSerializer(plainly(page)).data))
    assert result_page(page) == described
    assert list(result_page(page)) == list(ResultPageSerializer().fields)


def test_every_kind_is_there() -> None:
    page = found(text="river")
    assert {result.kind for result in page.results} == set(SearchKind)
    of_kind = {result.kind: result for result in page.results}
    assert [one.slug for one in of_kind[SearchKind.ESSAY].people] == ["river-0", "river-1"]
    assert [one.slug for one in of_kind[SearchKind.FILM].people] == ["river-0", "river-1"]
    assert len(page.facets[Facet.PERIOD]) == 2
    assert page.facets[Facet.THEME][0].texts


def test_titles_are_those_of_the_row() -> None:
    for result in found(text="river").results:
        row = MODELS[result.kind].objects.get(public_id=result.row.public_id)
        texts = row.names if result.kind is SearchKind.PERSON else row.texts
        written = {text.language: getattr(text, "title", None) or text.name for text in texts.all()}
        told = {one.language: "".join(piece.text for piece in one.pieces) for one in result.titles}
        assert told == written


@pytest.mark.parametrize("chosen", [{}, {Facet.DECADE: ["2000"]}, {Facet.TYPE: ["film"]}])
def test_without_words_everything_is_found_that_words_would_find(chosen: Any) -> None:
    """Two ways of asking who may see what, row by row and all at once: "ri" begins every title."""
    by_words, everything = found(text="ri", chosen=chosen), found(chosen=chosen)
    assert by_words.match == "exact"
    assert by_words.total == everything.total > 0
    assert by_words.facets == everything.facets
