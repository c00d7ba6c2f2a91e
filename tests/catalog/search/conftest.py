"""A library to search in, stocked once for all tests of a worker that only read it."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.catalog.search.library import stock


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Everything of `library.py`, gone again after the module."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        stock()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
