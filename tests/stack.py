"""The tests' own PostgreSQL, Valkey and SeaweedFS: started once, before Django reads its settings.

Under xdist the controller starts them and the workers inherit the environment; each worker has a
database of its own (pytest-django), buckets of its own (made in tests/conftest.py), and a cache
prefix of its own (there too).
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.local.processes import Supervisor
from infra.local.seaweedfs import BUCKETS
from infra.local.services import start_services

_running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start the services, unless this is an xdist worker."""
    os.environ["VOD_ENV"] = "local"
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ.update({f"VOD_BUCKET_{name.upper()}": f"{name}-{worker}" for name in BUCKETS})
        return
    directory = Path(tempfile.mkdtemp(prefix="cinema-tests-"))
    _running.callback(shutil.rmtree, directory, ignore_errors=True)
    supervisor = _running.enter_context(Supervisor(directory / "log"))
    services = start_services(supervisor, directory, durable=False)
    os.environ.update(services.environment())
    os.environ["CINEMA_TESTS_POSTGRES"] = str(directory / "postgres")
    os.environ.update(
        VOD_KEY_PERIOD_SEGMENTS="2",
        VOD_MAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        VOD_PUBLIC_URLS="http://testserver",
        # Tests of other things put staff in without one; tests/accounts/test_second_factor.py
        # and tests/cinema.py, whose processes have settings of their own, do not.
        VOD_STAFF_MFA="false",
    )


def pytest_unconfigure() -> None:
    """Stop what was started."""
    _running.close()
