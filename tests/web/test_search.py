"""The page of search, without a script."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils.html import escape

from catalog.services import search_index
from tests.web.conftest import queries
from tests.web.programme import Shown, a_film, show

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


@pytest.fixture(autouse=True)
def _indexed(db: None, now: datetime) -> Shown:
    shown = show(now=now)
    for slug, titles in (
        ("street", {"zh-Hans": "街", "en": "A <Street> & Rivers"}),
        ("lake", {"zh-Hans": "湖", "en": "Lake"}),
    ):
        a_film(slug, titles)
    search_index.reindex()
    return shown


def test_every_page_has_the_box(client: Client) -> None:
    page = client.get("/").content.decode()
    assert re.search(r'<form class="search"\s+method="get"\s+action="/search/"', page)


def test_results_with_what_was_meant(client: Client) -> None:
    page = client.get("/search/", {"q": "river"}).content.decode()
    for words in ("2 results", "<mark>River</mark>", 'href="/films/river/"', "张三", "2019"):
        assert words in page
    assert "李四" not in page  # the editor's name may not be known
    assert "湖" not in page


def test_titles_and_words_are_text_and_never_markup(client: Client) -> None:
    page = client.get("/search/", {"q": '"><script>x</script> street'}).content.decode()
    assert "<script>x" not in page
    assert escape('"><script>x</script> street') in page
    page = client.get("/search/", {"q": "street"}).content.decode()
    assert "A &lt;<mark>Street</mark>&gt; &amp; Rivers" in page


def test_in_chinese(client: Client) -> None:
    page = client.get("/search/", {"q": "he"}, headers=CHINESE).content.decode()
    for words in ("搜索", "1 个结果", "<mark>河</mark>"):
        assert words in page


def test_a_facet_is_a_link_that_chooses_and_lets_go(client: Client) -> None:
    page = client.get("/search/", {"page": "1"}).content.decode()
    link = re.search(r'href="\?(availability=open)"', page)
    assert link
    narrowed = client.get(f"/search/?{link[1]}").content.decode()
    assert "1 result" in narrowed
    assert "Lake" not in narrowed
    current = re.search(r'href="\?([^"]*)"\s+rel="nofollow"\s+aria-current="true"', narrowed)
    assert current
    assert current[1] == ""


def test_nothing_and_nothing_exactly(client: Client) -> None:
    assert "Nothing was found." in client.get("/search/", {"q": "xyzzyq"}).content.decode()
    page = client.get("/search/", {"q": "strete"}).content.decode()
    assert "these come close" in page
    assert "<mark>Street</mark>" in page


def test_an_address_changed_by_hand_is_a_page(client: Client) -> None:
    response = client.get("/search/", {"q": "river", "decade": "never", "page": "x"})
    assert response.status_code == 200
    assert "<mark>River</mark>" in response.content.decode()


def test_search_engines_list_no_searches_and_no_cache_keeps_one(client: Client) -> None:
    response = client.get("/search/", {"q": "river"})
    assert 'content="noindex"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_more_results_cost_no_more_queries(client: Client) -> None:
    client.get("/search/", {"q": "lake"})
    with queries() as few:
        client.get("/search/", {"q": "lake"})
    for number in range(5):
        a_film(f"lake-{number}", {"en": f"Lake {number}", "zh-Hans": "湖"})
    search_index.reindex()
    with queries() as many:
        client.get("/search/", {"q": "lake"})
    assert len(many) == len(few)
