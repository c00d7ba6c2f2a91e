"""Who may do what: every operation, asked for by everybody, over real log-ins."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from infra.local.platform import ROOT
from tests.conventions.matrix import MATRIX, ROLES
from tests.conventions.permissions_page import page
from tests.conventions.world import World

pytestmark = pytest.mark.django_db
VERBS = ("get", "post", "put", "patch", "delete")
PREFIX = "api/v1/"
LETTERS = {401: "1", 403: "3", 404: "4"}
QUERIES = dict.fromkeys(("GET quotas/", "GET voucher-batches/"), "?edition={editions}")
OPEN = {"schema/", "docs/"}  # the description itself


def routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with its view."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def operations() -> Iterator[str]:
    """Every verb that a view under /api/v1/ has a handler for, with its path as described."""
    for route, view in routes(get_resolver("vod.urls").url_patterns):
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.removeprefix(PREFIX))
        if route.startswith(PREFIX) and path not in OPEN:
            allowed = [verb for verb in VERBS if verb in view.cls.http_method_names]
            yield from (f"{verb.upper()} {path}" for verb in allowed if hasattr(view.cls, verb))


def test_every_operation_has_a_row_and_every_row_an_operation() -> None:
    described = {row.split(" · ")[0] for row in MATRIX}
    known = set(operations())
    assert len(known) > 20
    assert {"without a row": known - described, "without an operation": described - known} == {
        "without a row": set(),
        "without an operation": set(),
    }


def test_every_row_says_something_about_every_role() -> None:
    assert {row for row, cells in MATRIX.items() if len(cells) != len(ROLES)} == set()
    assert set("".join(MATRIX.values())) <= set("1234")


def test_the_page_says_what_the_rows_say() -> None:
    written = (ROOT / "docs" / "reference" / "permissions.md").read_text()
    assert written == page(), "run: make permissions"


@pytest.mark.parametrize("row", MATRIX)
def test_it_is_answered_by_role(row: str, world: World) -> None:
    name, _, variant = row.partition(" · ")
    verb, path = name.split(" ")
    address = f"/{PREFIX}{world.as_(variant).address(path + QUERIES.get(name, ''))}"
    found = {}
    for role in ROLES:
        with transaction.atomic():
            response = Client(raise_request_exception=False).generic(
                verb, address, "{}", content_type="application/json", headers=world.headers[role]
            )
            transaction.set_rollback(True)
        assert response.status_code < 500, (role, response.content)
        assert response.status_code != 405, role
        found[role] = LETTERS.get(response.status_code, "2")
    assert found == dict(zip(ROLES, MATRIX[row], strict=True))
