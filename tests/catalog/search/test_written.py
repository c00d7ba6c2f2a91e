"""Whatever staff write by the catalogue's services is found at once: the index is never stale."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.models import Film, Person, SearchDocument
from catalog.services import change, create, delete, nouns, register_film, search_index
from catalog.services.writing import Noun
from tests.catalog.rows import make_edition, make_film, make_user, real_now

pytestmark = pytest.mark.django_db

NOUNS: dict[str, tuple[Noun, Callable[[Film], dict[str, Any]], dict[str, Any]]] = {
    "film": (nouns.FILM, lambda _: {"slug": "ash", "year": 2004}, {"year": 2005}),
    "person": (nouns.PERSON, lambda _: {"slug": "li"}, {"slug": "li-si"}),
    "term": (nouns.TERM, lambda _: {"kind": "theme", "slug": "rivers"}, {"slug": "water"}),
    "period": (
        nouns.PERIOD,
        lambda film: {"slug": "dv", "first_year": 1999, "films": [film]},
        {"films": []},
    ),
    "essay": (nouns.ESSAY, lambda film: {"slug": "on-rivers", "films": [film]}, {"year": 2001}),
    "screening": (nouns.SCREENING, lambda _: {"edition": make_edition()}, {"slug": "night"}),
}
WORDS = {"person": {"name": "李四"}, "term": {"name": "江河"}}


@pytest.mark.parametrize("name", NOUNS)
def test_nothing_is_stale_after(name: str) -> None:
    noun, values, changes = NOUNS[name]
    staff, now, film = make_user("programmer"), real_now(), make_film()
    search_index.reindex()
    words = {"zh-Hans": WORDS.get(name, {"title": "江河"})}
    made = values(film) | {noun.words or "texts": words}
    row = create(noun=noun, values=made, actor=staff, now=now)
    assert search_index.stale() == []
    if noun is nouns.TERM:
        film.terms.add(row)
        search_index.refresh_film(film.pk)
    change(noun=noun, row=row, values=changes, actor=staff, now=now)
    assert search_index.stale() == []
    delete(noun=noun, row=row, actor=staff, now=now)
    assert search_index.stale() == []


def test_a_film_that_was_handed_in_is_indexed() -> None:
    register_film(titles={"en": "Ash"}, year=2004, user=make_user("programmer"))
    assert SearchDocument.objects.count() == 1
    assert search_index.stale() == []


def test_credits_are_read_when_somebody_searches() -> None:
    """So a credit needs no call."""
    film, person = make_film(), Person.objects.create(slug="li")
    search_index.reindex()
    film.credits.create(person=person, role="director")
    assert search_index.stale() == []
