"""The index follows the catalogue, and what does not follow is found out."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import (
    Film,
    FilmText,
    PeriodText,
    PersonName,
    SearchDocument,
    SearchKind,
    SearchWord,
    Term,
    TermKind,
    TermText,
    Visibility,
)
from catalog.services import search_index
from tests.catalog.rows import make_screening
from tests.catalog.search.library import entitle, film, period, person, term
from vod import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _some() -> None:
    made = film("platform", "站台", "Platform", 2000)
    made.terms.add(term(TermKind.THEME, "youth", "青春", "Youth"))
    period("dv", "DV 年代", "The DV Years", 2000, 2011).films.add(made)
    person("jia", "贾樟柯", "Jia Zhangke")
    entitle(make_screening(), "夜场")
    search_index.reindex()
    assert search_index.stale() == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda: FilmText.objects.filter(language="en").update(title="Plate"), "film"),
        (lambda: FilmText.objects.filter(language="en").update(synopsis="…"), "film"),
        (lambda: Film.objects.update(year=2001), "film"),
        (lambda: Film.objects.update(countries=["FR"]), "film"),
        (lambda: Film.objects.get(slug="platform").terms.set([]), "film"),
        (lambda: Film.objects.get(slug="platform").periods.set([]), "film"),
        (lambda: TermText.objects.update(name="Age"), "film"),
        (lambda: PersonName.objects.update(name="佚名"), "person"),
        (lambda: PeriodText.objects.update(summary="…"), "period"),
        (lambda: film("new", "新", "New", 2026), "film"),
    ],
)
def test_a_change_that_nobody_told_is_found_and_repaired(change: object, kind: str) -> None:
    change()  # type: ignore[operator]
    assert {found for found, _ in search_index.stale()} == {kind}
    with pytest.raises(CommandError, match="stale"):
        call_command("reindex_search", "--check")
    tasks.repair_search()
    assert search_index.stale() == []


def test_visibility_is_not_in_it() -> None:
    Film.objects.update(visibility=Visibility.HIDDEN)
    assert search_index.stale() == []


def test_a_screening_that_loses_its_title_loses_its_document() -> None:
    document = SearchDocument.objects.get(kind=SearchKind.SCREENING)
    assert document.screening is not None
    document.screening.texts.all().delete()
    assert [kind for kind, _ in search_index.stale()] == ["screening"]
    search_index.refresh_screening(document.screening.pk)
    assert not SearchDocument.objects.filter(kind=SearchKind.SCREENING).exists()


def test_a_film_that_is_deleted_takes_its_document_along() -> None:
    Film.objects.get(slug="platform").delete()
    assert not SearchDocument.objects.filter(names__contains=["platform"]).exists()
    assert SearchWord.objects.filter(word="zhantai").exists()
    call_command("reindex_search")
    assert not SearchWord.objects.filter(word="zhantai").exists()


def test_a_period_that_loses_a_film_and_a_term_that_is_renamed() -> None:
    made = Film.objects.get(slug="platform")
    years = made.periods.get()
    years.films.clear()
    search_index.refresh_period(years.pk)
    assert search_index.stale() == []
    TermText.objects.update(name="Age")
    search_index.refresh_term(Term.objects.get().pk)
    assert search_index.stale() == []
