"""Lists in pages: a total order, cursors that tell nothing, and no parameter that is ignored."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models import F, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from catalog.models import Edition, Film, Offer
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_film,
    make_offer,
    make_screening,
    make_user,
)
from vod.conventions.errors import CursorUnknown
from vod.conventions.pagination import MOST, CursorPages

pytestmark = pytest.mark.django_db
EDITIONS = "/api/v1/editions/"


class Page:
    """One page of a queryset, as a view would ask for it."""

    def __init__(self, queryset: QuerySet[Any], address: str) -> None:
        pages = CursorPages()
        request = Request(APIRequestFactory().get(address))
        self.rows = pages.paginate_queryset(queryset, request)
        answer: Any = pages.get_paginated_response([]).data
        self.next, self.previous = answer["next"], answer["previous"]


def forwards(queryset: QuerySet[Any], *, limit: int) -> list[Any]:
    """Every row, page by page."""
    page = Page(queryset, f"/list/?limit={limit}")
    found = list(page.rows)
    while page.next:
        page = Page(queryset, page.next)
        found += page.rows
    return found


def backwards(queryset: QuerySet[Any], *, limit: int) -> list[Any]:
    """Every row but those of the last page, from its beginning back."""
    page = Page(queryset, f"/list/?limit={limit}")
    while page.next:
        page = Page(queryset, page.next)
    found: list[Any] = []
    while page.previous:
        page = Page(queryset, page.previous)
        found = page.rows + found
    return found


def numbers(rows: list[Any]) -> list[Any]:
    return [row.pk for row in rows]


@given(
    years=st.lists(st.integers(2000, 2003), max_size=9),
    runtimes=st.lists(st.none() | st.integers(60, 61), min_size=9, max_size=9),
    order=st.lists(
        st.sampled_from(["year", "-year", "runtime_seconds", "-runtime_seconds"]),
        unique_by=lambda term: term.lstrip("-"),
    ),
    limit=st.integers(1, 5),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_there_and_back_are_the_whole_list_in_its_order(
    years: list[int], runtimes: list[int | None], order: list[str], limit: int
) -> None:
    Film.objects.all().delete()
    for year, runtime in zip(years, runtimes, strict=False):
        make_film(year=year, runtime_seconds=runtime)
    films = Film.objects.order_by(*order)
    whole = numbers(list(films.order_by(*order, "pk")))
    assert numbers(forwards(films, limit=limit)) == whole
    last = len(whole) - (len(whole) % limit or limit) if whole else 0
    assert numbers(backwards(films, limit=limit)) == whole[:last]


def test_ranges_instants_and_columns_of_other_tables_order_a_list() -> None:
    start = datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)
    screenings = [make_screening() for _ in range(3)]
    for hours in (5, 1, 3, 1):
        make_offer(screenings[hours % 3], opens=start + timedelta(hours=hours))
    by_window = Offer.objects.order_by("-window", "pk")
    assert numbers(forwards(by_window, limit=1)) == numbers(list(by_window))
    by_slug = Offer.objects.order_by(F("screening__edition__slug").desc(), "pk")
    assert numbers(forwards(by_slug, limit=1)) == numbers(list(by_slug))


def test_what_comes_or_goes_between_two_pages_shifts_nothing() -> None:
    films = [make_film(year=year) for year in range(2000, 2006)]
    ordered = Film.objects.order_by("year")
    first = Page(ordered, "/list/?limit=3")
    films[2].delete()
    films[0].delete()
    make_film(year=1990)
    assert numbers(Page(ordered, first.next).rows) == numbers(films[3:])


class TestCursor:
    @pytest.fixture(autouse=True)
    def editions(self) -> None:
        for year in range(2000, 2005):
            Edition.objects.filter(pk=make_edition().pk).update(year=year)

    def cursor(self, address: str = f"{EDITIONS}?limit=2") -> str:
        link = client_of().get(address).json()["next"]
        return str(parse_qs(urlsplit(link).query)["cursor"][0])

    def test_it_reads_as_nothing(self) -> None:
        cursor = self.cursor()
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        with pytest.raises(UnicodeDecodeError):
            json.loads(raw)
        assert b"2003" not in raw
        assert b"edition-" not in raw

    def test_the_same_place_has_the_same_so_that_a_page_has_one_etag(self) -> None:
        assert self.cursor() == self.cursor()

    def test_links_keep_the_page_s_length(self) -> None:
        page = client_of().get(f"{EDITIONS}?limit=2").json()
        assert parse_qs(urlsplit(page["next"]).query)["limit"] == ["2"]
        assert page["previous"] is None
        second = client_of().get(page["next"]).json()
        assert [row["year"] for row in second["results"]] == [2002, 2001]
        assert client_of().get(second["previous"]).json()["results"] == page["results"]

    @pytest.mark.parametrize("bad", ["x", "ü", "AAAA", "A" * 4000])
    def test_one_that_is_none(self, bad: str) -> None:
        response = client_of().get(EDITIONS, {"cursor": bad})
        assert (response.status_code, response.json()["code"]) == (404, "cursor_unknown")

    def test_one_of_another_list(self) -> None:
        for _ in range(3):
            make_screening()
        foreign = self.cursor("/api/v1/screenings/?limit=1")
        assert client_of().get(EDITIONS, {"cursor": foreign}).status_code == 404

    def test_a_changed_one(self) -> None:
        cursor = self.cursor()
        changed = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
        assert client_of().get(EDITIONS, {"cursor": changed}).status_code == 404


class TestParameters:
    @pytest.mark.parametrize("bad", ["0", "-1", "101", "many", "", "１０", "9" * 400])
    def test_a_limit_out_of_bounds(self, bad: str) -> None:
        response = client_of().get(EDITIONS, {"limit": bad})
        assert response.status_code == 400
        assert list(response.json()["errors"]) == ["limit"]

    def test_no_text_has_a_nul(self) -> None:
        """PostgreSQL takes it in none, so nothing can be found by it."""
        asked = client_of().get(f"{EDITIONS}%00/")
        assert (asked.status_code, asked.json()["code"]) == (404, "not_found")
        for query in ("state=%00", "%00=1"):
            asked = client_of().get(f"{EDITIONS}?{query}")
            assert (asked.status_code, asked.json()["code"]) == (400, "invalid")
        sent = client_of(make_user()).post("/api/v1/accreditations/", {"edition": ["\0"]})
        assert (sent.status_code, sent.json()["code"]) == (400, "parse_error")

    def test_the_most(self) -> None:
        for _ in range(MOST + 1):
            make_edition()
        assert len(client_of().get(EDITIONS, {"limit": MOST}).json()["results"]) == MOST

    def test_what_a_list_is_narrowed_and_ordered_by(self) -> None:
        for year in (2001, 2003, 2002):
            Edition.objects.filter(pk=make_edition().pk).update(year=year)

        def years(**given: Any) -> list[int]:
            return [row["year"] for row in client_of().get(EDITIONS, given).json()["results"]]

        assert years() == [2003, 2002, 2001]
        assert years(ordering="year") == [2001, 2002, 2003]
        assert years(year=2002) == [2002]
        assert client_of().get(EDITIONS, {"ordering": "pk"}).status_code == 400
        assert client_of().get(EDITIONS, {"state": "draft"}).status_code == 400

    @pytest.mark.parametrize("name", ["offset", "yaer", "Limit"])
    def test_one_that_the_list_does_not_know(self, name: str) -> None:
        response = client_of().get(EDITIONS, {name: "1"})
        assert response.status_code == 400
        assert list(response.json()["errors"]) == [name]

    def test_what_has_no_order_by_columns_is_no_list_in_pages(self) -> None:
        nulls_last = Film.objects.order_by(F("year").asc(nulls_last=True))
        with pytest.raises(TypeError):
            Page(nulls_last, "/list/")

    def test_a_cursor_belongs_to_what_the_list_was_narrowed_to(self) -> None:
        for year in (2001, 2002, 2003):
            make_film(year=year)
        films = Film.objects.order_by("year")
        link = Page(films, "/list/?limit=1").next
        with pytest.raises(CursorUnknown):
            Page(films, link.replace("/list/", "/other/"))
