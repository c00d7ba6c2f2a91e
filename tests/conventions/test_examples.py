"""Every operation shows what is sent and what is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.test import Client
from jsonschema import Draft202012Validator

VERBS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Client().get("/api/v1/schema/").content)
    return loaded


def contents(described: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each body that is sent or answered in JSON, by operation."""
    for path, operations in described["paths"].items():
        for verb, operation in operations.items():
            if verb not in VERBS:
                continue
            name = f"{verb.upper()} {path}"
            bodies = {"is sent": operation.get("requestBody", {})} | operation["responses"]
            for which, body in bodies.items():
                content = body.get("content", {}).get("application/json")
                if content is not None:
                    yield f"{name}: {which}", content


def test_every_body_has_an_example(described: dict[str, Any]) -> None:
    found = dict(contents(described))
    assert len(found) > 100
    bare = [name for name, content in found.items() if not shown(content)]
    assert bare == []


def shown(content: Any) -> list[Any]:
    """The examples of a body."""
    if "example" in content:
        return [content["example"]]
    return [one["value"] for one in content.get("examples", {}).values()]


def test_every_example_is_what_its_shape_says(described: dict[str, Any]) -> None:
    wrong = []
    for name, content in contents(described):
        schema = content["schema"] | {"components": described["components"]}
        for example in shown(content):
            errors = list(Draft202012Validator(schema).iter_errors(example))
            wrong += [(name, list(error.path), error.message[:120]) for error in errors[:1]]
    assert wrong == []
