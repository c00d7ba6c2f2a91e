"""Every operation shows what is sent and what is answered."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.test import Client

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
    shapes = described["components"]["schemas"]

    def shown(content: Any) -> bool:
        if content.get("examples") or content.get("example") is not None:
            return True
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        return "example" in shapes.get(name, {})

    found = dict(contents(described))
    assert len(found) > 100
    assert [name for name, content in found.items() if not shown(content)] == []
