"""GET /api/v1/search/: what may be found by whom, narrowed by what, and what of it is said."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import (
    Credit,
    CreditRole,
    EditionState,
    Film,
    FilmText,
    Person,
    ScreeningText,
    SearchKind,
    TermKind,
    Visibility,
)
from catalog.services import search_index, search_sql
from catalog.services.search_sources import sources_of
from tests.catalog.rows import (
    client_of,
    make_grant,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)
from tests.catalog.search.library import film, period, person, term

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNSEEN: list[dict[str, Any]] = [
    {"visibility": Visibility.HIDDEN},
    {"visibility": Visibility.UNLISTED},
    {"reveal_at": real_now() + DAY},
]


def search(user: Any = None, **asked: Any) -> Any:
    response = client_of(user).get("/api/v1/search/", asked)
    assert response.status_code == 200, response.content
    return response.json()


def slugs(found: Any) -> list[str]:
    return [result["slug"] for result in found["results"]]


def facet(found: Any, name: str) -> dict[str, int]:
    values = next(facet["values"] for facet in found["facets"] if facet["name"] == name)
    return {value["value"]: value["count"] for value in values}


def indexed(slug: str, chinese: str, english: str, year: int = 2000, **fields: Any) -> Film:
    made = film(slug, chinese, english, year, **fields)
    search_index.refresh_film(made.pk)
    return made


class TestVisibility:
    """A change acts at once: nobody makes the index anew in these tests."""

    @pytest.mark.parametrize("fields", UNSEEN)
    @pytest.mark.parametrize("words", ["站台", "zhantai", "platfrom", ""])
    def test_what_may_not_be_seen_is_not_found(self, fields: dict[str, Any], words: str) -> None:
        made = indexed("platform", "站台", "Platform")
        assert slugs(search(q=words)) == ["platform"]
        Film.objects.filter(pk=made.pk).update(**fields)
        found = search(q=words)
        assert (found["results"], found["total"]) == ([], 0)
        assert [value for facet in found["facets"] for value in facet["values"]] == []

    @pytest.mark.parametrize("fields", UNSEEN)
    def test_a_name_that_may_not_be_known_finds_no_film(self, fields: dict[str, Any]) -> None:
        made, director = (
            indexed("platform", "站台", "Platform"),
            person("jia", "贾樟柯", "Jia Zhangke"),
        )
        search_index.refresh_person(director.pk)
        Credit.objects.create(film=made, person=director, role=CreditRole.DIRECTOR)
        found = search(q="贾樟柯")
        assert slugs(found) == ["jia", "platform"]
        assert found["results"][1]["people"][0]["slug"] == "jia"
        Person.objects.filter(pk=director.pk).update(**fields)
        assert slugs(search(q="贾樟柯")) == []
        assert search(q="platform")["results"][0]["people"] == []

    def test_a_name_stands_in_no_row_of_a_film(self) -> None:
        made, director = film("platform", "站台", "Platform", 2000), person("jia", "贾樟柯", "Jia")
        Credit.objects.create(film=made, person=director, role=CreditRole.DIRECTOR)
        source = next(iter(sources_of(SearchKind.FILM, [made.pk])))
        assert "贾樟柯" not in repr(source)

    def test_a_hidden_film_does_not_keep_a_slip_from_being_understood(self) -> None:
        indexed("platform", "站台", "Platform")
        indexed("hidden", "某", "Platfrom", visibility=Visibility.HIDDEN)
        assert slugs(search(q="platfrom")) == ["platform"]

    def test_a_hidden_period_is_no_facet(self) -> None:
        made, years = (
            indexed("platform", "站台", "Platform"),
            period("dv", "DV 年代", "DV", 2000, None),
        )
        years.films.add(made)
        search_index.refresh_period(years.pk)
        assert facet(search(q="站台"), "period") == {"dv": 1}
        assert slugs(search(period="dv")) == ["platform"]
        type(years).objects.update(visibility=Visibility.HIDDEN)
        assert facet(search(q="站台"), "period") == {}
        assert slugs(search(period="dv")) == []

    def test_a_screening_follows_its_films_and_its_edition(self) -> None:
        screening = make_screening()
        ScreeningText.objects.create(screening=screening, language="en", title="Rivers at Night")
        search_index.refresh_screening(screening.pk)
        assert search(q="rivers at night")["results"][0]["id"] == screening.public_id
        screening.edition.state = EditionState.DRAFT
        screening.edition.save()
        assert search(q="rivers at night")["results"] == []

    def test_a_content_note_finds_nothing(self) -> None:
        made = film("platform", "站台", "Platform", 2000)
        made.terms.add(term(TermKind.CONTENT_NOTE, "violence", "暴力", "Violence"))
        made.terms.add(term(TermKind.GENRE, "drama", "剧情片", "Drama"))
        search_index.refresh_film(made.pk)
        assert slugs(search(q="暴力")) == []
        assert slugs(search(q="剧情片")) == ["platform"]


class TestFacets:
    @pytest.fixture(autouse=True)
    def _films(self) -> None:
        genre = term(TermKind.GENRE, "documentary", "纪录片", "Documentary")
        for slug, year, countries, seconds in (
            ("a", 1995, ["CN"], 1800),
            ("b", 1999, ["CN", "FR"], 5400),
            ("c", 2004, ["HK"], 5400),
        ):
            made = film(slug, f"河流之{slug}", f"River {slug}", year, countries=countries)
            made.runtime_seconds = seconds
            made.save()
            if slug != "c":
                made.terms.add(genre)
            search_index.refresh_film(made.pk)

    def test_counts_are_of_what_was_found(self) -> None:
        found = search(q="river")
        assert facet(found, "decade") == {"1990": 2, "2000": 1}
        assert facet(found, "country") == {"CN": 2, "FR": 1, "HK": 1}
        assert facet(found, "genre") == {"documentary": 2}
        assert facet(found, "runtime") == {"feature": 2, "short": 1}
        assert facet(found, "type") == {"film": 3}
        assert facet(found, "availability") == {"no": 3}
        assert facet(search(q="river b"), "decade") == {"1990": 1}

    def test_to_choose_a_value_narrows_the_other_facets_and_leaves_its_own(self) -> None:
        found = search(q="河流", decade="1990")
        assert slugs(found) == ["b", "a"]
        assert found["total"] == 2
        assert facet(found, "decade") == {"1990": 2, "2000": 1}
        assert facet(found, "country") == {"CN": 2, "FR": 1}

    def test_to_choose_a_kind_leaves_the_numbers_of_the_others(self) -> None:
        search_index.refresh_person(person("river", "河", "River").pk)
        for words in ("river", ""):
            found = search(q=words, type="person")
            assert (slugs(found), facet(found, "type")) == (["river"], {"film": 3, "person": 1})
            assert facet(found, "decade") == {}
            both = search(q=words, type="person", decade="1990")
            assert (slugs(both), facet(both, "type")) == ([], {"film": 2})

    def test_values_of_one_facet_widen_those_of_several_narrow(self) -> None:
        assert slugs(search(q="river", country=["FR", "HK"])) == ["c", "b"]
        assert slugs(search(country=["CN", "HK"], decade="2000")) == ["c"]
        assert slugs(search(genre="documentary", runtime="short")) == ["a"]
        assert slugs(search(q="river", genre="unheard-of")) == []

    def test_filters_that_leave_nothing_do_not_loosen_the_words(self) -> None:
        found = search(q="river", country="HK", decade="1990", runtime="long")
        assert (found["total"], found["match"]) == (0, "exact")

    @pytest.mark.parametrize(
        "wrong",
        [{"decade": "1995"}, {"country": "China"}, {"type": "user"}, {"page": "0"}, {"page": "51"}],
    )
    def test_what_is_no_value_is_refused(self, wrong: dict[str, str]) -> None:
        response = client_of().get("/api/v1/search/", wrong)
        assert response.status_code == 400
        assert list(response.json()["errors"]) == list(wrong)


class TestAvailability:
    def test_by_who_asks_and_by_when_it_opens(self) -> None:
        now = real_now()
        films = {}
        for slug, opens in (("on", -DAY), ("soon", DAY), ("over", -9 * DAY)):
            films[slug] = indexed(slug, "河", "River")
            make_grant(films[slug])
            make_offer(make_screening(version=make_version(films[slug])), opens=now + opens)
        viewer = make_user()
        make_ticket(films["on"].versions.get().screening_items.get().screening.offers.get(), viewer)
        for user, counts in (
            (None, {"later": 1, "no": 1, "open": 1}),
            (viewer, {"later": 1, "no": 1, "now": 1}),
        ):
            found = search(user, q="river")
            assert facet(found, "availability") == counts
            for value in counts:
                narrowed = search(user, q="river", availability=value)
                assert narrowed["total"] == 1
                assert narrowed["results"][0]["availability"] == value
                assert facet(narrowed, "availability") == counts


class TestAnswer:
    def test_marks_what_was_meant_in_both_languages(self) -> None:
        indexed("platform", "站臺上的人", "People on a <Platform>")
        titles = search(q="zhantai platform")["results"][0]["titles"]
        pieces = {title["language"]: title["pieces"] for title in titles}
        assert pieces["zh-Hans"] == [
            {"text": "站臺", "match": True},
            {"text": "上的人", "match": False},
        ]
        assert pieces["en"][1] == {"text": "Platform", "match": True}

    def test_an_excerpt_where_only_the_text_was_meant(self) -> None:
        made = film("dog", "老狗", "Old Dog", 2011)
        FilmText.objects.filter(film=made, language="en").update(
            synopsis="A shepherd sells his dog. " * 20
        )
        search_index.refresh_film(made.pk)
        excerpt = search(q="shepherd")["results"][0]["excerpt"]
        assert excerpt["language"] == "en"
        assert {"text": "shepherd", "match": True} in excerpt["pieces"]
        assert sum(len(piece["text"]) for piece in excerpt["pieces"]) < 130

    def test_pages(self) -> None:
        for number in range(23):
            film(f"film-{number}", f"河{number}", f"River {number}", 2000)
        search_index.reindex()
        first, second = search(q="river"), search(q="river", page=2)
        assert (first["total"], first["pages"]) == (23, 2)
        assert len(slugs(first)) == 20
        assert len({*slugs(first), *slugs(second)}) == 23

    def test_queries_do_not_grow_with_the_results(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        director = person("jia", "贾樟柯", "Jia Zhangke")
        for number in range(5):
            made = indexed(f"film-{number}", f"河{number}", f"River {number}")
            Credit.objects.create(film=made, person=director, role=CreditRole.DIRECTOR)
            if number in {0, 4}:
                with django_assert_num_queries(4):
                    search(q="river")

    @pytest.mark.parametrize(
        "words", ["'", "\\", "a:*", "!&|()<->", "%s %%", "' OR 1=1 --", "\u0000", "a" * 200, "😀"]
    )
    def test_no_words_break_it(self, words: str) -> None:
        assert client_of().get("/api/v1/search/", {"q": words}).status_code in {200, 400}

    def test_no_cache_keeps_it(self) -> None:
        assert "no-store" in client_of().get("/api/v1/search/")["Cache-Control"]


def test_a_word_that_is_in_many_texts_is_not_asked_of_every_film(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a small measure of "many": otherwise five hundred films would have to be made."""
    monkeypatch.setattr(search_sql, "COMMON", 3)
    for number in range(4):
        made = film(f"film-{number}", f"片{number}", f"Film {number}", 2000)
        made.texts.filter(language="en").update(synopsis="A village.")
    rare = film("rare", "渡口", "The Ferry", 2001)
    search_index.reindex()
    assert slugs(search(q="ferry village")) == [rare.slug]
    assert slugs(search(q="ferry town")) == []
