"""The schedule page: offers over time, rights beneath, and what conflicts with why."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Edition, Programme
from tests.catalog.rows import make_offer
from tests.staff.desk import desk_of, page
from tests.staff.edition import DAY, OPENING, grant, make_autumn, make_strand, plan

pytestmark = pytest.mark.django_db
TEN_DAYS = 10 * 24


@pytest.fixture
def edition() -> Edition:
    return make_autumn()


@pytest.fixture
def strand(edition: Edition) -> Programme:
    return make_strand(edition, "river", en="Along the river", zh="沿河而下")


@pytest.fixture
def client() -> Client:
    return desk_of("programmer")[0]


@pytest.fixture
def look(client: Client, edition: Edition) -> Callable[..., Any]:
    def looked(query: str = "", language: str = "en") -> Any:
        url = reverse("desk:edition-schedule", args=[edition.slug])
        answer = client.get(url + query, headers={"accept-language": language})
        assert answer.status_code == 200
        return answer

    return looked


def rows(answer: Any) -> Any:
    return [row for strand in answer.context["strands"] for row in strand.rows]


def test_an_offer_is_a_bar_as_long_as_its_window_and_leads_to_it(look, strand) -> None:
    film, _, offer = plan(strand, "River")
    grant(film, begins=OPENING - DAY, ends=OPENING + 9 * DAY)
    answer = look()
    (row,) = rows(answer)
    (bar,) = row.offers
    # 20:00 on the first of ten days in Berlin, for seven days.
    assert (bar.x, bar.width) == (f"{20 / TEN_DAYS:.3%}", f"{7 / 10:.3%}")
    assert bar.url == page(type(offer), "change", offer.pk)
    assert bar.words == "Public: 20 Nov 2026, 20:00 – 27 Nov 2026, 20:00"
    assert f'<a href="{bar.url}" aria-label="{bar.words}">' in answer.content.decode()
    assert row.problems == []


def test_what_overlaps_lies_in_lanes_of_its_own(look, strand) -> None:
    _, screening, _ = plan(strand, "River")
    make_offer(screening, opens=OPENING + DAY, closes=OPENING + 2 * DAY, audience="press")
    first, second = rows(look())[0].offers
    assert first.y + first.height < second.y
    assert (first.kind, second.kind) == ("public", "press")


def test_rights_that_end_too_early_are_told_in_words_and_hatched(look, strand) -> None:
    film, *_ = plan(strand, "River")
    grant(film, begins=OPENING - DAY, ends=OPENING + 5 * DAY)
    (row,) = rows(look())
    (problem,) = row.problems
    assert problem.words == (
        "River, Public, 25 Nov 2026, 20:00 – 27 Nov 2026, 20:00, everywhere: "
        "The offer closes after the rights end."
    )
    (clash,) = row.clashes
    assert (clash.x, clash.width) == (f"{(20 + 5 * 24) / TEN_DAYS:.3%}", f"{2 / 10:.3%}")


def test_a_holdback_is_a_part_of_the_band_and_a_conflict(look, strand) -> None:
    film, *_ = plan(strand, "River")
    grant(
        film, begins=OPENING, ends=OPENING + 8 * DAY,
        holdback_until=OPENING + DAY, holdback_territories=["FR"],
    )  # fmt: skip
    (row,) = rows(look())
    assert {box.kind for box in row.rights} == {"rights", "holdback"}
    (problem,) = row.problems
    assert "in FR: The film is held back" in problem.words


def test_a_film_without_rights_conflicts_wholly(look, strand) -> None:
    plan(strand, "River")
    (row,) = rows(look())
    assert row.rights == []
    assert row.clashes[0].width == row.offers[0].width
    assert "granted no rights" in row.problems[0].words


def test_it_is_said_in_chinese(look, strand) -> None:
    plan(strand, "River")
    text = look(language="zh-hans").content.decode()
    assert "沿河而下" in text
    assert "影片团队尚未授予此用途的权利。" in text


@pytest.mark.parametrize(
    ("query", "begins", "ends"),
    [
        ("", "2026-11-19T23:00", "2026-11-29T23:00"),
        ("?zoom=days&from=2026-11-21", "2026-11-20T23:00", "2026-11-27T23:00"),
        ("?zoom=hours&from=2026-11-21", "2026-11-20T23:00", "2026-11-21T23:00"),
        ("?zoom=years&from=yesterday", "2026-11-19T23:00", "2026-11-29T23:00"),
    ],
)
def test_zooming_is_by_address_in_the_editions_zone(look, strand, query, begins, ends) -> None:
    plan(strand, "River")
    axis = look(query).context["axis"]
    assert f"{axis.begins:%Y-%m-%dT%H:%M}" == begins
    assert f"{axis.ends:%Y-%m-%dT%H:%M}" == ends


def test_every_step_is_a_plain_link(look, strand) -> None:
    text = look("?zoom=days&from=2026-11-21").content.decode()
    for query in ("zoom=hours&amp;from=2026-11-21", "zoom=days&amp;from=2026-11-14"):
        assert f'href="?{query}"' in text


def test_programmes_stand_in_their_order(look, edition, strand) -> None:
    plan(make_strand(edition, "night", en="Nights", zh="长夜"), "Night")
    plan(strand, "River")
    assert [s.title for s in look().context["strands"]] == ["Along the river", "Nights"]


def test_more_screenings_ask_no_more(look, strand) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            look()
        return len(asked)

    plan(strand, "River")
    look()
    one = queries()
    for number in range(5):
        film, *_ = plan(strand, f"Film {number}")
        grant(film, begins=OPENING, ends=OPENING + DAY)
    assert queries() == one


def test_it_needs_no_script(look, strand) -> None:
    plan(strand, "River")
    main = look().content.decode().split('<div class="desk-bar">')[1]
    own = main.split('<div id="modal')[0].split("unfold")[0]
    assert not re.search(r"<script|x-data|style=", own)


def test_without_a_name_the_newest_is_meant(client, edition) -> None:
    answer = client.get(reverse("desk:schedule"))
    assert answer.url == reverse("desk:edition-schedule", args=[edition.slug])


def test_it_is_for_staff_alone(edition) -> None:
    url = reverse("desk:edition-schedule", args=[edition.slug])
    assert Client().get(url).status_code == 302
    assert desk_of("filmmaker")[0].get(url).status_code == 302
