"""The API keeps to its description, whatever it is asked: by schemathesis, with all checks.

In this process, with the real database, as an admin by a session token, so that what is asked
comes far. Seeded, and each operation has few examples: it is a smoke alarm, not a search.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from tests.conventions.world import DOOMED, World

pytestmark = pytest.mark.django_db
CONFIG = schemathesis.Config.from_path(Path(__file__).with_name("schemathesis.toml"))
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/?format=json", get_wsgi_application(), config=CONFIG
)


@schemathesis.serializer("application/zip")
def as_it_is(context: schemathesis.SerializationContext, value: Any) -> Any:
    """Bytes that say they are a zip."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's transaction open, as Django's own test client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck))
def test_it_answers_as_described(case: Any, world: World, one_connection: None) -> None:
    if case.method == "DELETE":
        world = world.as_(DOOMED)  # the store's side of an upload is not brought back
    if case.path_parameters and len(repr(case.path_parameters)) % 2:
        case.path_parameters |= world.identifiers(case.path)
    case.call_and_validate(headers=world.headers["admin"])
