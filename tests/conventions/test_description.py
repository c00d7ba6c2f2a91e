"""The API keeps to its description, whatever it is asked: by schemathesis, with all checks.

In this process, with the real database, as an admin by a session token, so that what is asked
comes far. Seeded, and each operation has few examples: it is a smoke alarm, not a search.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from allauth.headless.internal.sessionkit import new_session
from django.conf import settings as conf
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from accounts.models import User
from tests.conventions.world import World, make_world
from vod.wsgi import application

CONFIG = schemathesis.Config.from_path(Path(__file__).with_name("schemathesis.toml"))
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application, config=CONFIG)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's transaction open, as Django's own test client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None, one_connection: None) -> World:
    return make_world()


@pytest.fixture
def token(world: World) -> str:
    return token_of(world.people["admin"])


def token_of(user: User) -> str:
    """A session token, as a log-in over the headless API gives it."""
    session = new_session()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = conf.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck))
def test_it_answers_as_described(case: schemathesis.Case, world: World, token: str) -> None:
    if case.path_parameters and len(repr(case.path_parameters)) % 2:
        case.path_parameters |= world.identifiers(case.path)
    case.call_and_validate(headers={"X-Session-Token": token})
