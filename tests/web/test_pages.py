"""The pages that anybody may open."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from catalog.models import EditionState, FilmVersion, Screening, ScreeningItem, Visibility
from tests.web.conftest import queries
from tests.web.programme import Shown, a_film, an_offer, show

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


def test_the_programme_shows_what_is_on(client: Client, shown: Shown) -> None:
    page = client.get("/").content.decode()
    for words in ("First", "Rivers", "River", "河", "China", "2019", "Open: log in to watch"):
        assert words in page


def test_the_programme_in_chinese(client: Client, shown: Shown) -> None:
    page = client.get("/", headers=CHINESE).content.decode()
    assert '<html lang="zh-hans">' in page
    for words in ("第一届", "河流", "中国 · 2019", "放映中，登录后即可观看"):
        assert words in page


def test_a_later_screening_says_when(client: Client, db: None, now: datetime) -> None:
    """In the zone in which staff entered it, which is named."""
    shown = show(now=now, opens_in=timedelta(days=2))
    page = client.get("/").content.decode()
    assert "Opens " in page
    assert f"{shown.offer.opens_local[-5:]} (Europe/Berlin)" in page


def test_a_draft_is_nobodys_business(client: Client, shown: Shown) -> None:
    shown.edition.state = EditionState.DRAFT
    shown.edition.save()
    page = client.get("/").content.decode()
    assert "First" not in page
    assert "has not been announced" in page


def test_between_editions_the_newest_remains(client: Client, shown: Shown) -> None:
    shown.edition.state = EditionState.CLOSED
    shown.edition.save()
    page = client.get("/").content.decode()
    assert "First" in page
    assert "This edition is over" in page


def test_more_screenings_cost_no_more_queries(client: Client, shown: Shown, now: datetime) -> None:
    client.get("/")
    with queries() as few:
        client.get("/")
    for number in range(5):
        film = a_film(f"film-{number}", {"en": f"Film {number}"})
        screening = Screening.objects.create(edition=shown.edition, slug=film.slug)
        version = FilmVersion.objects.create(film=film)
        ScreeningItem.objects.create(screening=screening, version=version)
        an_offer(screening, opens=now)
    with queries() as many:
        client.get("/")
    assert len(many) == len(few)


def test_a_film_has_its_titles_and_only_names_that_may_be_known(
    client: Client, shown: Shown
) -> None:
    page = client.get("/films/river/").content.decode()
    for words in ('lang="zh-Hans">河<', "River", "张三", "Director", "Open: log in to watch"):
        assert words in page
    assert "李四" not in page
    assert "Editor" not in page


def test_a_hidden_film_is_not_there(client: Client, shown: Shown) -> None:
    shown.film.visibility = Visibility.HIDDEN
    shown.film.save()
    assert client.get("/films/river/").status_code == 404
    assert client.get(f"/watch/{shown.screening.public_id}/").status_code == 404
    assert "/films/river/" not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/films/river/"])
def test_search_engines_need_permission(client: Client, shown: Shown, path: str) -> None:
    assert 'content="noindex"' in client.get(path).content.decode()
    shown.film.indexable = True
    shown.film.save()
    for credit in shown.film.credits.all():
        credit.person.indexable = True
        credit.person.save()
    assert 'content="noindex"' not in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/", "/films/river/"])
def test_no_cache_keeps_a_page(client: Client, shown: Shown, path: str) -> None:
    """A film that is withdrawn has to be gone."""
    assert "no-store" in client.get(path)["Cache-Control"]


def test_the_language_can_be_switched(client: Client, shown: Shown) -> None:
    response = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/films/river/"})
    assert response["Location"] == "/films/river/"
    assert '<html lang="zh-hans">' in client.get("/films/river/").content.decode()
