"""The report: for whom, and what it says, as page, API, CSV and charts."""

import csv
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from PIL import Image

from accounts.models import User
from catalog.models import Film, FilmTeam, Quota, TeamRole, Visibility
from tests.accounts.visitors import by_page, person
from tests.catalog.rows import client_of, make_grant, make_user
from tests.playback.rows import Show, make_show
from vod.audience.models import AudiencePeriod, QualityPeriod

pytestmark = pytest.mark.django_db
CURVE = [100 - 2 * step for step in range(1, 21)]


@pytest.fixture
def show() -> Show:
    """Published over two periods."""
    show = make_show()
    for day, countries in ((20, {"FR": 9, "": 6}), (22, {"DE": 5, "FR": 5, "": 5})):
        AudiencePeriod.objects.create(
            item=show.item,
            first_day=date(2026, 11, day),
            last_day=date(2026, 11, day + 1),
            plays=20,
            viewers=15,
            viewers_to_date=day,
            countries=countries,
            completion=CURVE,
        )
    QualityPeriod.objects.create(
        screening=show.screening,
        first_day=date(2026, 11, 20),
        last_day=date(2026, 11, 20),
        sessions=9,
        startup_median_ms=1300,
        startup_p95_ms=4100,
        rebuffer_permille=7,
        mean_kbps=2900,
        errors=1,
        failed_permille=111,
    )
    return show


def member(film: Film) -> User:
    user = person("member@example.org")
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    return user


def at(film: Film, end: str = "/") -> str:
    return f"/studio/films/{film.slug}/audience{end}"


ENDS = ("/", ".csv", "/completion.svg", "/completion.png", "/plays.svg", "/plays.png")


def test_it_is_for_the_team_and_for_nobody_else(show: Show) -> None:
    show.film.__class__.objects.filter(pk=show.film.pk).update(visibility=Visibility.HIDDEN)
    browser = by_page(member(show.film))
    other = by_page(person("other@example.org"))
    for end in ENDS:
        assert browser.get(at(show.film, end)).status_code == 200, end
        assert other.get(at(show.film, end)).status_code == 404, end
        assert Client().get(at(show.film, end)).status_code == 302, end
    assert at(show.film) in browser.get("/studio/").content.decode()


def test_the_page_tells_in_both_languages(show: Show) -> None:
    grant = make_grant(show.film, cap=300)
    Quota.objects.filter(grant=grant).delete()
    quota = Quota.objects.create(edition=show.screening.edition, name="cap", size=300, grant=grant)
    quota.offers.add(show.offer)
    browser = by_page(member(show.film))
    english = browser.get(at(show.film)).content.decode()
    for words in ("1 of 300 tickets", "France", "at least 5 different people", "1.3 s"):
        assert words in english
    chinese = browser.get(at(show.film), headers={"Accept-Language": "zh-CN"}).content.decode()
    for words in ("法国", "人数", "至少 5 位"):
        assert words in chinese


def test_the_api_adds_up_what_is_published(show: Show) -> None:
    answer = client_of(make_user("admin")).get(f"/api/v1/films/{show.film.slug}/audience/").json()
    assert (answer["plays"], answer["viewers"], answer["fewest"]) == (40, 22, 5)
    assert answer["countries"] == {"FR": 14, "DE": 5, "": 11}
    assert answer["completion"] == CURVE
    shown = answer["screenings"][0]
    assert [period["plays"] for period in shown["audience"]] == [20, 20]
    assert shown["quality"][0]["startup_p95_ms"] == 4100


def test_the_table_has_a_line_a_period(show: Show) -> None:
    text = by_page(member(show.film)).get(at(show.film, ".csv")).content.decode()
    first, second = csv.DictReader(text.splitlines())
    assert (first["first_day"], first["last_day"], first["plays"]) == (
        *("2026-11-20", "2026-11-21", "20"),
    )
    assert (first["country_FR"], first["country_DE"], first["country_other"]) == ("9", "", "6")
    assert second["reached_100_percent"] == "60"


def test_charts_are_pictures(show: Show) -> None:
    browser = by_page(member(show.film))
    for name in ("completion", "plays"):
        drawn = ET.fromstring(browser.get(at(show.film, f"/{name}.svg")).content)  # noqa: S314
        assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
        picture = Image.open(BytesIO(browser.get(at(show.film, f"/{name}.png")).content))
        colours: Any = picture.convert("RGB").getcolors(maxcolors=10**6) or []
        assert any(red > 150 and green < 100 for _, (red, green, _blue) in colours)
    assert browser.get(at(show.film, "/plays.gif")).status_code == 404
    assert browser.get(at(show.film, "/other.svg")).status_code == 404


def test_before_anything_is_published_it_says_so() -> None:
    show = make_show()
    browser = by_page(member(show.film))
    assert "Nothing is published yet" in browser.get(at(show.film)).content.decode()
    assert browser.get(at(show.film, "/plays.svg")).status_code == 404
    assert browser.get(at(show.film, ".csv")).content.decode().count("\n") == 1
