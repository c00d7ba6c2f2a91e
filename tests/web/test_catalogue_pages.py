"""The pages to walk through: films, people, programmes, the timeline, essays."""

from datetime import datetime

import pytest
from django.test import Client

from catalog.models import EssayText, FilmText, Person, ProgrammeText
from tests.catalog.history import World, a_film, a_period, a_term, a_world
from tests.web.programme import Shown, a_publication

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return a_world(a_publication(now=now))


def page(client: Client, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_leads_to_programme_films_and_history(client: Client, world: World) -> None:
    for path in ("/", "/films/", "/history/", "/essays/plain/", "/people/plain/"):
        shown = page(client, path)
        for link in ('href="/"', 'href="/films/"', 'href="/history/"'):
            assert link in shown, path


def test_a_film_leads_to_people_terms_essays_and_periods(client: Client, world: World) -> None:
    shown = page(client, "/films/plain-film/")
    for link in ("/people/plain/", "/films/?theme=rivers", "/essays/plain/", "/history/plain/"):
        assert f'href="{link}"' in shown
    assert 'alt="CanaryStill"' in shown


def test_a_filmography(client: Client, world: World) -> None:
    a_film("newest", "Newest", world.person, year=2020)
    shown = page(client, "/people/plain/")
    assert "About Plain." in shown
    assert shown.index("Newest") < shown.index("PlainFilm")
    assert "Director" in shown
    assert "导演" in page(client, "/people/plain/", **CHINESE)


def test_the_timeline_goes_through_history(client: Client, world: World) -> None:
    a_period("later", "Later times", first_year=2014, last_year=None)
    shown = page(client, "/history/")
    assert shown.index("2000–2005") < shown.index("since 2014")
    for words in ("PlainFilm", "PlainEssay", "2 films of this period"):
        assert words in shown
    assert "2014 年至今" in page(client, "/history/", **CHINESE)


def test_a_period_leads_to_its_neighbours(client: Client, world: World) -> None:
    a_period("earlier", "Earlier times", first_year=1990, last_year=1999)
    a_period("later", "Later times", first_year=2014, last_year=None)
    shown = page(client, "/history/plain/")
    assert 'rel="next" href="/history/later/"' in " ".join(shown.split())
    assert 'rel="prev"' in shown
    assert 'rel="next"' not in page(client, "/history/later/")


def test_an_essay_is_read_in_either_language(client: Client, world: World) -> None:
    EssayText.objects.filter(essay=world.essay).update(body="## Part\n\n<b>bold</b> *light*")
    EssayText.objects.create(essay=world.essay, language="zh-Hans", title="文章", body="中文")
    shown = page(client, "/essays/plain/")
    assert "<h3>Part</h3>" in shown
    assert "&lt;b&gt;bold&lt;/b&gt; <em>light</em>" in shown
    assert "?language=zh-Hans" in shown
    assert "<p>中文</p>" in page(client, "/essays/plain/?language=zh-Hans")
    assert "<p>中文</p>" in page(client, "/essays/plain/", **CHINESE)


def test_a_programme_has_its_curators_words(client: Client, world: World) -> None:
    statement = "First *words*.\n\nFurther words."
    ProgrammeText.objects.create(
        programme=world.programme, language="en", title="Rivers", statement=statement
    )
    shown = page(client, "/programmes/2026/rivers/")
    assert "<em>words</em>" in shown
    assert "Further words." in shown
    assert "PlainFilm" in shown
    listed = page(client, "/")
    assert 'href="/programmes/2026/rivers/"' in listed
    assert "First <em>words</em>" in listed
    assert "Further words." not in listed
    assert client.get("/programmes/2025/rivers/").status_code == 404


class TestAllFilms:
    def test_by_year(self, client: Client, world: World) -> None:
        a_film("newest", "Newest", year=2020)
        shown = page(client, "/films/")
        assert shown.index("Newest") < shown.index("PlainFilm")
        assert "PlainFilm" not in page(client, "/films/?year=2020")

    def test_by_theme_and_genre(self, client: Client, world: World) -> None:
        film = a_film("newest", "Newest", year=2020)
        film.terms.add(world.term, a_term("genre", "documentary"))
        both = page(client, "/films/?theme=rivers&genre=documentary")
        assert "Newest" in both
        assert "PlainFilm" not in both
        assert "year=2004&amp;theme=rivers" in page(client, "/films/?year=2004") or (
            "theme=rivers" in page(client, "/films/?year=2004")
        )

    @pytest.mark.parametrize("asked", ["year=x", "year=", "year=²", "page=x", "theme=no", "a=b"])
    def test_nonsense_does_no_harm(self, client: Client, world: World, asked: str) -> None:
        page(client, f"/films/?{asked}")


def test_content_notes_come_before_the_player(client: Client, seated: Client, shown: Shown) -> None:
    shown.film.terms.add(a_term("content_note", "flashing"))
    for path in ("/films/river/", f"/watch/{shown.screening.public_id}/"):
        assert "Content notes" in page(client, path)
    seated.post(f"/watch/{shown.screening.public_id}/ticket/")
    watching = page(seated, f"/watch/{shown.screening.public_id}/")
    assert watching.index("Flashing") < watching.index("<video")


class TestSearchEngines:
    def test_a_page_is_listed_if_all_on_it_may_be(self, client: Client, world: World) -> None:
        paths = ["/films/plain-film/", "/people/plain/", "/history/plain/", "/essays/plain/"]
        for path in paths:
            assert "noindex" not in page(client, path), path
        Person.objects.filter(slug="plain").update(indexable=False)
        for path in paths:
            assert "noindex" in page(client, path), path

    def test_the_sitemap_has_what_may_be_listed(self, client: Client, world: World) -> None:
        a_film("quiet", "Quiet", indexable=False)
        shown = page(client, "/sitemap.xml")
        assert "/films/plain-film/</loc>" in shown
        assert "/essays/plain/</loc>" in shown
        assert "quiet" not in shown

    def test_robots_are_told_where_not_to_look(self, client: Client, db: None) -> None:
        shown = page(client, "/robots.txt")
        assert "Disallow: /watch/\n" in shown
        assert "Sitemap: http://testserver/sitemap.xml" in shown


def test_nothing_comes_from_elsewhere(client: Client, world: World, settings: object) -> None:
    """But the store, where the stills are."""
    FilmText.objects.filter(film=world.film).update(synopsis="<script>alert(1)</script>")
    for path in ("/films/plain-film/", "/history/", "/films/"):
        shown = page(client, path)
        assert "<script>alert" not in shown
        sources = [part.split('"')[0] for part in shown.split('src="')[1:]]
        assert sources
        assert all(source.startswith("http://127.0.0.1:") for source in sources)
