"""What is answered when there is nothing, or when something broke."""

import json

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from vod.web.errors import server_error


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/play/nothing"])
def test_programs_get_a_problem(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404
    assert response.json()["code"] == "not_found"


def test_people_get_a_page(client: Client, db: None) -> None:
    client.cookies["django_language"] = "zh-hans"
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "这里什么也没有" in response.content.decode()


def test_a_failure_is_told_without_the_database(rf: RequestFactory) -> None:
    with override("en"):
        page = server_error(rf.get("/"))
        problem = server_error(rf.get("/api/v1/editions/"))
    assert page.status_code == 500
    assert "Something went wrong" in page.content.decode()
    assert problem["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["code"] == "error"


@pytest.fixture
def no_cache(settings: Settings) -> None:
    """Nobody listens there."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1"}}


@pytest.mark.usefixtures("no_cache")
class TestWithoutTheCache:
    """Limits of guessing are counted in it: a log-in waits for it, and says so."""

    def test_a_page(self, client: Client, db: None) -> None:
        form = {"login": "somebody@example.org", "password": "x"}
        page = client.post("/accounts/login/", form)
        assert (page.status_code, page["Retry-After"]) == (503, "10")
        assert "Something went wrong" in page.content.decode()

    def test_a_program(self, client: Client, db: None) -> None:
        body = {"email": "somebody@example.org", "password": "x"}
        answer = client.post("/_allauth/app/v1/auth/login", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "redis" not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "title"), [("en", "This form is out of date"), ("zh-hans", "此表单已过期")]
)
def test_a_form_that_was_sent_again_is_answered_in_words(
    db: None, language: str, title: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["django_language"] = language
    page = browser.post("/redeem/", {"code": "x"})
    assert page.status_code == 403
    assert f"<h1>{title}</h1>" in page.content.decode()


def test_pages_for_others(seated: Client) -> None:
    page = seated.get("/admin/login/?next=/admin/")
    assert page.status_code == 403
    assert "This page is not for you" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["/films/?theme=%00", "/watch/%00/", "/search/?q=river%00", "/redeem/?code=%00"]
)
def test_an_address_with_a_nul_is_none_of_ours(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert "There is nothing here" in page.content.decode()
