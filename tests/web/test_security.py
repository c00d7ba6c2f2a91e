"""What a page may load, and from where."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from vod.web.security import HEADER, ContentSecurityPolicy


def policy_of(path: str) -> dict[str, list[str]]:
    answer = ContentSecurityPolicy(lambda _: HttpResponse())(RequestFactory().get(path))
    directives = (directive.split() for directive in answer[HEADER].split("; "))
    return {name: sources for name, *sources in directives}


@pytest.mark.parametrize("path", ["/", "/films/river/", "/watch/x/", "/studio/"])
def test_only_our_own_scripts_run(path: str) -> None:
    policy = policy_of(path)
    assert policy["default-src"] == ["'self'"]
    assert "script-src" not in policy
    assert policy["frame-ancestors"] == ["'none'"]


def test_films_come_from_the_store(settings: Settings) -> None:
    settings.S3_PUBLIC_ENDPOINT = "https://store.example.org/path"
    policy = policy_of("/watch/x/")
    assert "https://store.example.org" in policy["connect-src"]
    assert {"blob:", "https://store.example.org"} <= set(policy["media-src"])


def test_inline_styles_only_for_the_controls_and_inline_scripts_only_for_the_docs() -> None:
    assert "'unsafe-inline'" in policy_of("/watch/x/")["style-src"]
    assert "'unsafe-inline'" in policy_of("/api/v1/docs/")["script-src"]
    assert "style-src" not in policy_of("/")


def test_the_desk_evaluates_expressions_of_its_own_scripts_and_of_no_others() -> None:
    policy = policy_of("/admin/catalog/film/")
    assert policy["script-src"] == ["'self'", "'unsafe-eval'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]


def test_a_views_own_policy_stays() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={HEADER: "default-src 'none'"})

    assert ContentSecurityPolicy(view)(RequestFactory().get("/"))[HEADER] == "default-src 'none'"
