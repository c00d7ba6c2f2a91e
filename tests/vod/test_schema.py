"""The API's description: valid OpenAPI 3.1, complete, and shown without anybody else's help."""

import re
from typing import Any

import pytest
import yaml
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator
from pytest_django import Settings

VERBS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    response = Client().get("/api/v1/schema/")
    assert response.status_code == 200
    loaded: dict[str, Any] = yaml.safe_load(response.content)
    return loaded


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{verb.upper()} {path}": operation
        for path, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
        if verb in VERBS
    }


def test_it_is_valid(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    assert [error.message for error in OpenAPIV31SpecValidator(schema).iter_errors()] == []


def test_it_is_written_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert Client().get("/api/v1/schema/").status_code == 200
    assert capsys.readouterr().err == ""


def test_it_names_the_way_from_a_master_to_a_session(schema: dict[str, Any]) -> None:
    assert {
        "POST /api/v1/versions/{public_id}/uploads/",
        "GET /api/v1/masters/{public_id}/",
        "DELETE /api/v1/masters/{public_id}/",
        "GET /api/v1/masters/{public_id}/parts/",
        "POST /api/v1/masters/{public_id}/parts/{number}/",
        "POST /api/v1/masters/{public_id}/complete/",
        "POST /api/v1/versions/{public_id}/subtitles/",
        "POST /api/v1/versions/{public_id}/publish/",
        "GET /api/v1/editions/",
        "GET /api/v1/films/{slug}/",
        "GET /api/v1/screenings/",
        "GET /api/v1/screenings/{public_id}/",
        "POST /api/v1/offers/{public_id}/tickets/",
        "POST /api/v1/screenings/{public_id}/playback/",
    } <= set(operations(schema))


def test_every_operation_documents_its_problems(schema: dict[str, Any]) -> None:
    described = operations(schema)
    assert described
    for name, operation in described.items():
        content = operation["responses"]["default"]["content"]
        assert content == {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        }, name


def test_every_operation_says_what_it_does_under_a_name_of_its_own(schema: dict[str, Any]) -> None:
    described = operations(schema)
    names = [operation["operationId"] for operation in described.values()]
    assert len(set(names)) == len(names)
    for name, operation in described.items():
        assert operation["description"], name
        assert set(operation["responses"]) - {"default"}, name


def test_a_problem_of_ours_is_what_the_schema_says(schema: dict[str, Any]) -> None:
    problem = Client().get("/api/v1/masters/x/").json()
    described = schema["components"]["schemas"]["Problem"]
    assert set(described["required"]) <= set(problem) <= set(described["properties"])


def test_the_page_needs_nobody_elses_server() -> None:
    response = Client().get("/api/v1/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "SwaggerUIBundle" in page
    links = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert links
    assert [link for link in links if not link.startswith(("/static/", "#"))] == []
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", page) == []


@pytest.mark.django_db
def test_what_the_page_loads_is_there(settings: Settings) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    page = Client().get("/api/v1/docs/").content.decode()
    for link in re.findall(r'(?:src|href)="(/static/[^"]*)"', page):
        response: Any = Client().get(link)
        assert response.status_code == 200, link
        assert b"".join(response.streaming_content), link
        response.close()
