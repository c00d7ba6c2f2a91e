"""ETag, If-None-Match, If-Match, and who may keep an answer."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import include, path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from catalog.models import Film
from tests.catalog.rows import client_of, make_film, make_screening, make_user

pytestmark = pytest.mark.django_db


class Year(APIView):
    """The year of a film, to be read and written."""

    permission_classes = (AllowAny,)

    def get(self, request: Request, slug: str) -> Response:
        return Response({"year": Film.objects.get(slug=slug).year})

    def patch(self, request: Request, slug: str) -> Response:
        Film.objects.filter(slug=slug).update(year=dict(request.data)["year"])
        return self.get(request, slug)

    def delete(self, request: Request, slug: str) -> Response:
        Film.objects.filter(slug=slug).update(year=None)
        return Response(status=204)


urlpatterns = [
    path("api/v1/years/<slug:slug>/", Year.as_view(), name="year"),
    path("", include("vod.urls")),
]


@pytest.fixture
def film() -> Film:
    return make_film(year=2000)


class TestReading:
    def test_an_unchanged_answer_is_not_sent_again(self, film: Film) -> None:
        url = f"/api/v1/films/{film.slug}/"
        first = client_of().get(url)
        again = client_of().get(url, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
        assert again["Vary"] == first["Vary"]

    def test_a_changed_one_is(self, film: Film) -> None:
        url = f"/api/v1/films/{film.slug}/"
        etag = client_of().get(url)["ETag"]
        Film.objects.update(year=2001)
        again = client_of().get(url, headers={"If-None-Match": etag})
        assert again.status_code == 200
        assert again["ETag"] != etag

    @pytest.mark.parametrize("written", ["*", 'W/{}, "other"', '"other", {}'])
    def test_tags_as_clients_and_edges_write_them(self, film: Film, written: str) -> None:
        url = f"/api/v1/films/{film.slug}/"
        tags = written.format(client_of().get(url)["ETag"])
        assert client_of().get(url, headers={"If-None-Match": tags}).status_code == 304

    def test_a_problem_has_none(self) -> None:
        response = client_of().get("/api/v1/films/nothing/", headers={"If-None-Match": "*"})
        assert response.status_code == 404
        assert "ETag" not in response

    def test_pages_of_the_site_are_left_alone(self) -> None:
        assert "ETag" not in client_of().get("/healthz")


class TestKeeping:
    def test_what_anybody_may_see_is_kept_and_asked_for_anew(self, film: Film) -> None:
        response = client_of().get(f"/api/v1/films/{film.slug}/")
        assert response["Cache-Control"] == "public, no-cache"
        varies = {name.strip() for name in response["Vary"].split(",")}
        assert {"Authorization", "X-Session-Token", "Accept-Language"} <= varies

    @pytest.mark.parametrize("header", ["Authorization", "X-Session-Token"])
    def test_what_is_asked_with_credentials_is_not(self, film: Film, header: str) -> None:
        response = APIClient().get(f"/api/v1/films/{film.slug}/", headers={header: "x"})
        assert response["Cache-Control"] == "no-store"

    def test_what_is_asked_with_the_site_s_cookie_is_not(self, film: Film) -> None:
        client = APIClient()
        client.cookies["sessionid"] = "x"
        assert client.get(f"/api/v1/films/{film.slug}/")["Cache-Control"] == "no-store"

    def test_a_verdict_is_not(self) -> None:
        make_screening()
        assert "no-store" in client_of().get("/api/v1/screenings/")["Cache-Control"]

    def test_the_answer_to_a_post_is_not(self) -> None:
        url = f"/api/v1/screenings/{make_screening().public_id}/playback/"
        assert client_of().post(url)["Cache-Control"] == "no-store"


@pytest.mark.urls(__name__)
class TestWriting:
    def url(self, film: Film) -> str:
        return f"/api/v1/years/{film.slug}/"

    def write(self, film: Film, tag: str, year: int = 2001) -> Any:
        client = client_of(make_user())
        return client.patch(self.url(film), {"year": year}, headers={"If-Match": tag})

    def tag(self, film: Film) -> str:
        return str(client_of().get(self.url(film))["ETag"])

    def year(self) -> int | None:
        return Film.objects.get().year

    def test_what_is_as_it_was_read_is_written(self, film: Film) -> None:
        assert self.write(film, self.tag(film)).status_code == 200
        assert self.year() == 2001

    def test_what_was_changed_meanwhile_is_not(self, film: Film) -> None:
        tag = self.tag(film)
        self.write(film, tag)
        response = self.write(film, tag, 2002)
        assert (response.status_code, response.json()["code"]) == (412, "precondition_failed")
        assert response["Content-Type"] == "application/problem+json"
        assert self.year() == 2001

    def test_nor_is_it_deleted(self, film: Film) -> None:
        response = client_of().delete(self.url(film), headers={"If-Match": '"other"'})
        assert response.status_code == 412
        assert self.year() == 2000

    def test_a_weak_tag_is_not_enough(self, film: Film) -> None:
        assert self.write(film, f"W/{self.tag(film)}").status_code == 412

    def test_a_star_is_whatever_there_is(self, film: Film) -> None:
        assert self.write(film, "*").status_code == 200

    def test_without_it_whoever_writes_last_is_right(self, film: Film) -> None:
        assert client_of().patch(self.url(film), {"year": 1999}).status_code == 200
        assert self.year() == 1999


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_of_many_who_read_the_same_one_writes() -> None:
    film = make_film(year=2000)
    url = f"/api/v1/years/{film.slug}/"
    tag = client_of().get(url)["ETag"]
    statuses: list[int] = []

    def write(year: int) -> None:
        try:
            answer = client_of().patch(url, {"year": year}, headers={"If-Match": tag})
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(2001 + number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [412] * 7
