"""Who looks at the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.services import create_staffed_user
from tests.web.programme import Shown, show


@pytest.fixture
def now() -> datetime:
    """The present: the views read the clock themselves."""
    return datetime.now(tz=UTC)


@pytest.fixture
def shown(db: None, now: datetime) -> Shown:
    """One film in one open screening."""
    return show(now=now)


@pytest.fixture
def viewer(db: None) -> User:
    """A confirmed viewer."""
    return create_staffed_user(email="viewer@example.org", password="correct horse battery")


@pytest.fixture
def seated(client: Client, viewer: User) -> Client:
    """The viewer's browser, logged in."""
    client.force_login(viewer)
    return client


@contextmanager
def queries() -> Iterator[list[dict[str, Any]]]:
    """The SQL that ran."""
    with CaptureQueriesContext(connection) as captured:
        yield captured.captured_queries
