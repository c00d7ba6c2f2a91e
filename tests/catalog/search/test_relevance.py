"""What comes first: the table of queries, over the library."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.models import SearchDocument
from catalog.services.search import Found, Search, search
from catalog.verdict import Place
from tests.catalog.search.queries import QUERIES

pytestmark = pytest.mark.django_db
ANYWHERE = Place(country=None, region=None, network="unknown")


@pytest.fixture(autouse=True)
def _library(library: None, db: None) -> None:
    """Read only."""


def find(text: str) -> Found:
    return search(
        search=Search(text=text),
        user=AnonymousUser(),
        place=ANYWHERE,
        now=datetime.now(UTC),
    )


def slugs(found: Found) -> list[str]:
    documents = {
        (d.kind, getattr(d, f"{d.kind}_id")): getattr(d, d.kind)
        for d in SearchDocument.objects.select_related("film", "person", "essay", "period")
    }
    return [str(documents[hit]) for hit in found.hits]


@pytest.mark.parametrize(("text", "first"), QUERIES)
def test_the_first_results_are_what_is_meant(text: str, first: set[str]) -> None:
    found = slugs(find(text))
    assert set(found[: len(first)] if first else found) == first, found[:6]
