"""The world, made once a module: what a test does to it is undone after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.conventions.world import World, make_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Schemathesis 4.32 names all operations alike for pytest 9.2, and xdist then asks but one."""
    for item in items:
        if label := getattr(item, "operation_label", None):
            item._id = item.id.with_params(label)


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Staff need their second factor in it."""
    second_factor = override_settings(STAFF_SECOND_FACTOR=True)
    with django_db_blocker.unblock(), second_factor, transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """As it was made: the test's own transaction is within the module's."""
    return made_world
