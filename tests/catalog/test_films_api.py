"""GET /api/v1/films/{slug}/ and /api/v1/editions/: what is hidden does not exist."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from catalog.models import (
    Credit,
    CreditRole,
    EditionState,
    EditionText,
    Film,
    Person,
    PersonName,
    Programme,
    ProgrammeText,
    Visibility,
)
from tests.catalog.rows import client_of, make_edition, make_film, make_version, real_now

pytestmark = pytest.mark.django_db


def credit(film: Film, name: str, **fields: Any) -> Credit:
    values = {"visibility": Visibility.PUBLIC} | fields
    person = Person.objects.create(slug=f"person-{Person.objects.count()}", **values)
    PersonName.objects.create(person=person, language="zh-Hans", name=name)
    return Credit.objects.create(film=film, person=person, role=CreditRole.DIRECTOR)


def page(film: Film) -> Any:
    return client_of().get(f"/api/v1/films/{film.slug}/")


class TestFilm:
    def test_page(self) -> None:
        version = make_version(make_film(title="River", countries=["CN"], languages=["zh", "bo"]))
        credit(version.film, "张三")
        found = page(version.film).json()
        assert found["texts"]["en"]["title"] == "River"
        assert found["countries"] == ["CN"]
        assert found["credits"][0]["role"] == "director"
        assert found["credits"][0]["person"]["names"] == {"zh-Hans": {"name": "张三"}}
        assert found["versions"] == [{"id": version.public_id, "kind": "festival_cut"}]

    def test_nothing_of_the_master(self) -> None:
        version = make_version()
        assert version.master is not None
        content = page(version.film).content.decode()
        assert version.master.public_id not in content
        assert version.master.object_key not in content

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"visibility": Visibility.PUBLIC}, 200),
            ({"visibility": Visibility.UNLISTED}, 200),
            ({"visibility": Visibility.HIDDEN}, 404),
            ({"reveal_at": real_now() + timedelta(days=1)}, 404),
            ({"reveal_at": real_now() - timedelta(days=1)}, 200),
        ],
    )
    def test_visibility(self, fields: dict[str, Any], status: int) -> None:
        assert page(make_film(**fields)).status_code == status

    @pytest.mark.parametrize(
        "fields",
        [
            {"visibility": Visibility.HIDDEN},
            {"visibility": Visibility.UNLISTED},
            {"reveal_at": real_now() + timedelta(days=1)},
        ],
    )
    def test_people_who_may_not_be_named_are_not(self, fields: dict[str, Any]) -> None:
        film = make_film()
        credit(film, "李四", **fields)
        assert page(film).json()["credits"] == []


class TestEditions:
    def test_programmes_in_their_order(self) -> None:
        edition = make_edition()
        EditionText.objects.create(edition=edition, language="zh-Hans", title="第十八届")
        for position, slug in enumerate(["shorts", "panorama"]):
            programme = Programme.objects.create(edition=edition, slug=slug, position=9 - position)
            ProgrammeText.objects.create(programme=programme, language="en", title=slug.title())
        found = client_of().get(f"/api/v1/editions/{edition.slug}/").json()
        assert found["texts"]["zh-Hans"]["title"] == "第十八届"
        assert [p["slug"] for p in found["programmes"]] == ["panorama", "shorts"]
        assert found["programmes"][0]["texts"]["en"]["title"] == "Panorama"

    def test_a_draft_does_not_exist(self) -> None:
        edition, draft = make_edition(), make_edition(EditionState.DRAFT)
        listed = client_of().get("/api/v1/editions/").json()["results"]
        assert [found["slug"] for found in listed] == [edition.slug]
        assert client_of().get(f"/api/v1/editions/{draft.slug}/").status_code == 404

    def test_queries_do_not_grow_with_the_list(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            Programme.objects.create(edition=make_edition(), slug="shorts")
            with django_assert_num_queries(4):
                client_of().get("/api/v1/editions/")
