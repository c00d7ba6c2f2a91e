"""Errors of the API: RFC 9457 problem+json, whatever went wrong."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import path
from pytest_django import Settings
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from accounts.models import User
from catalog.models import FilmVersion
from tests.catalog.rows import client_of, make_master, make_screening, make_user, make_version
from transcoding import storage
from transcoding.models import Master

pytestmark = pytest.mark.django_db


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The body, which has every member that RFC 9457 and our schema ask for."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:cife:problem:{code}"
    assert body["status"] == status
    assert body["code"] == code
    assert body["title"]
    assert body["detail"]
    return body


@pytest.fixture
def programmer() -> User:
    return make_user("programmer")


@pytest.fixture
def version() -> FilmVersion:
    return make_version()


def uploads(version: FilmVersion) -> str:
    return f"/api/v1/versions/{version.public_id}/uploads/"


class TestRefused:
    def test_validation_names_the_fields(self, programmer: User, version: FilmVersion) -> None:
        response = client_of(programmer).post(uploads(version), {"size": "many"})
        body = problem(response, 400, "invalid")
        assert body["title"] == "Bad Request"
        assert body["errors"] == {"size": ["A valid integer is required."]}

    def test_validation_names_every_field(self, programmer: User, version: FilmVersion) -> None:
        url = f"/api/v1/versions/{version.public_id}/subtitles/"
        body = problem(client_of(programmer).post(url, {}), 400, "invalid")
        assert set(body["errors"]) == {"language", "kind"}

    @pytest.mark.parametrize("sent", ["{", "[1,", "\x00", '"text'])
    def test_malformed_json(self, programmer: User, version: FilmVersion, sent: str) -> None:
        client = client_of(programmer)
        response = client.post(uploads(version), sent, content_type="application/json")
        body = problem(response, 400, "parse_error")
        assert "errors" not in body

    @pytest.mark.parametrize("sent", ["[]", "7", '"size"', "null"])
    def test_json_of_another_shape(self, programmer: User, version: FilmVersion, sent: str) -> None:
        client = client_of(programmer)
        response = client.post(uploads(version), sent, content_type="application/json")
        problem(response, 400, "invalid")

    @pytest.mark.parametrize(
        "content_type",
        ["application/xml", "text/plain", "multipart/form-data; boundary=x", "application/x-yaml"],
    )
    def test_another_format(
        self, programmer: User, version: FilmVersion, content_type: str
    ) -> None:
        client = client_of(programmer)
        response = client.post(uploads(version), "size", content_type=content_type)
        problem(response, 415, "unsupported_media_type")

    def test_another_method(self) -> None:
        url = f"/api/v1/screenings/{make_screening().public_id}/playback/"
        response = client_of().put(url, {})
        problem(response, 405, "method_not_allowed")
        assert response["Allow"] == "POST, OPTIONS"

    def test_not_logged_in(self, version: FilmVersion) -> None:
        problem(client_of().post(uploads(version), {"size": 1}), 401, "not_authenticated")

    def test_not_allowed(self, version: FilmVersion) -> None:
        response = client_of(make_user()).post(uploads(version), {"size": 1})
        problem(response, 403, "not_on_team")

    def test_a_form_of_another_site_is_not_taken_for_the_person(
        self, programmer: User, version: FilmVersion
    ) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(programmer)
        response = browser.post(uploads(version), {"size": 1}, content_type="application/json")
        assert problem(response, 403, "permission_denied")["detail"].startswith("CSRF")

    def test_not_there(self, programmer: User) -> None:
        problem(client_of().get("/api/v1/films/nothing/"), 404, "not_found")
        problem(client_of(programmer).get("/api/v1/masters/nothing/"), 404, "not_found")

    def test_no_such_address(self) -> None:
        problem(client_of().get("/api/v1/nothing/"), 404, "not_found")

    def test_of_another_state(self, programmer: User) -> None:
        empty = make_version(published=False)
        url = f"/api/v1/versions/{empty.public_id}/publish/"
        problem(client_of(programmer).post(url), 409, "nothing_to_publish")

    def test_members_of_its_own(self, programmer: User) -> None:
        Master.objects.filter(pk=make_master().pk).update(state="aborted")
        url = f"/api/v1/masters/{Master.objects.get().public_id}/parts/"
        body = problem(client_of(programmer).get(url), 409, "upload_conflict")
        assert body["state"] == "aborted"

    def test_in_chinese(self, programmer: User, version: FilmVersion) -> None:
        response = client_of(programmer).post(
            uploads(version), {"size": "many"}, headers={"Accept-Language": "zh-Hans"}
        )
        assert response.json()["errors"] == {"size": ["请填写合法的整数值。"]}
        assert response.json()["detail"] != "The request is not valid; see errors."


class TestSize:
    def post(self, version: FilmVersion, programmer: User, *, size: int) -> Any:
        text = b"WEBVTT\n\n00:00.000 --> 00:01.000\n".ljust(size, b"x")
        content = base64.b64encode(text).decode()
        body = {"language": "en", "kind": "subtitles", "content": content}
        url = f"/api/v1/versions/{version.public_id}/subtitles/"
        return client_of(programmer).post(url, body)

    def test_a_request_that_is_too_large_is_a_problem(
        self, programmer: User, version: FilmVersion
    ) -> None:
        body = problem(self.post(version, programmer, size=6_000_000), 413, "too_large")
        assert body["detail"] == "This is too large. A subtitle has 5 MB at most."

    def test_the_largest_subtitle_gets_through_to_be_judged(
        self, programmer: User, version: FilmVersion
    ) -> None:
        """It is refused for its one long line, and not for its bytes."""
        problem(self.post(version, programmer, size=5_000_000), 400, "subtitle_too_large")


class TestStore:
    """A real store that refuses us: its secret key is another one now."""

    @pytest.fixture(autouse=True)
    def _refusing(self, settings: Settings) -> Iterator[None]:
        forget_client()
        settings.S3_SECRET_KEY = "not-the-one-that-the-store-knows"
        yield
        forget_client()

    def unavailable(self, response: Any) -> None:
        body = problem(response, 503, "store_unavailable")
        assert response["Retry-After"] == "10"
        assert body["detail"] == "The film store is not answering. Please try again shortly."

    def test_when_an_upload_is_completed(self, programmer: User) -> None:
        master = make_master()
        url = f"/api/v1/masters/{master.public_id}/complete/"
        self.unavailable(client_of(programmer).post(url))
        master.refresh_from_db()
        assert master.state == "uploading"

    def test_when_an_upload_is_opened(self, programmer: User, version: FilmVersion) -> None:
        before = Master.objects.count()
        self.unavailable(client_of(programmer).post(uploads(version), {"size": 1}))
        assert Master.objects.count() == before

    def test_when_its_parts_are_listed(self, programmer: User) -> None:
        url = f"/api/v1/masters/{make_master().public_id}/parts/"
        self.unavailable(client_of(programmer).get(url))

    def test_when_it_is_thrown_away(self, programmer: User) -> None:
        url = f"/api/v1/masters/{make_master().public_id}/"
        self.unavailable(client_of(programmer).delete(url))

    def test_what_the_store_said_is_for_the_log_alone(
        self, programmer: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        url = f"/api/v1/masters/{make_master().public_id}/complete/"
        response = client_of(programmer).post(url)
        assert b"HeadObject" not in response.content
        assert "HeadObject" in caplog.text


def forget_client() -> None:
    """A client keeps the key that it was made with."""
    for public in (False, True):
        storage.client(public=public).close()
    storage.client.cache_clear()


class Breaking(APIView):
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request, kind: str) -> Response:
        raise {
            "bug": ZeroDivisionError("divided"),
            "throttled": exceptions.Throttled(wait=7),
            "unavailable": exceptions.APIException("Nobody knows.", code="odd"),
        }[kind]


urlpatterns = [path("api/v1/<str:kind>/", Breaking.as_view())]
handler500 = "vod.web.errors.server_error"


@pytest.mark.urls(__name__)
class TestBroken:
    def test_a_bug_is_told_as_a_problem_without_its_words(self) -> None:
        client = APIClient(raise_request_exception=False)
        body = problem(client.get("/api/v1/bug/"), 500, "error")
        assert "divided" not in body["detail"]

    def test_too_many_requests_say_when_to_come_back(self) -> None:
        response = APIClient().get("/api/v1/throttled/")
        problem(response, 429, "throttled")
        assert response["Retry-After"] == "7"

    def test_an_error_of_drfs_own(self) -> None:
        assert problem(APIClient().get("/api/v1/unavailable/"), 500, "odd")["detail"] == (
            "Nobody knows."
        )
