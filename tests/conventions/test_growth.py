"""No endpoint asks the database more often because there is more in it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conventions.growing import grow
from tests.conventions.test_permissions import PREFIX, QUERIES, operations
from tests.conventions.world import World

pytestmark = pytest.mark.django_db
READING = sorted(name for name in operations() if name.startswith("GET "))
ROLES = ("anonymous", "holder", "programmer")
MORE = 5


def asked(world: World, name: str, role: str) -> tuple[int, Any]:
    """How many statements an answer takes, and the answer."""
    path = name.removeprefix("GET ") + QUERIES.get(name, "")
    client, address = Client(), f"/{PREFIX}{world.address(path)}"
    client.get(address, headers=world.headers[role])  # what is read once a process is read
    with CaptureQueriesContext(connection) as caught:
        response: Any = client.get(address, headers=world.headers[role])
        if response.streaming:
            list(response)
    return len(caught), response


def length(response: Any) -> int:
    """How many rows a list has."""
    if response.streaming or "json" not in response["Content-Type"]:
        return 0
    body = response.json()
    if isinstance(body, list):
        return len(body)
    return len(body["results"]) if isinstance(body.get("results"), list) else 0


def test_every_list_takes_as_many_statements_for_six_rows_as_for_one(world: World) -> None:
    people = {"viewer": world.people["holder"], "staff": world.people["programmer"]}
    grow(world, 0, **people)
    before = {(name, role): asked(world, name, role) for name in READING for role in ROLES}
    for number in range(1, MORE + 1):
        grow(world, number, **people)
    grown, lists = {}, set()
    for (name, role), (statements, answer) in before.items():
        now, after = asked(world, name, role)
        assert after.status_code == answer.status_code, (name, role)
        if now > statements:
            grown[name, role] = (statements, now)
        if length(after) >= length(answer) + MORE:
            lists.add(name)
    assert grown == {}
    assert len(lists) >= 20, sorted(set(READING) - lists)
