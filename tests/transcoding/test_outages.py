"""What is the machinery's fault, and how it is waited for."""

import errno
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection

from tests.transcoding.rows import make_step, state_of
from transcoding import leases, outages, tasks
from transcoding.states import MasterRefused, Problem, StepState
from transcoding.storage import StoreUnavailable


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.delete(outages.REFUSING)
    yield
    cache.delete(outages.REFUSING)


@pytest.mark.parametrize(
    ("failure", "outage"),
    [
        (StoreUnavailable("reset"), True),
        (OperationalError("terminating connection"), True),
        (InterfaceError("connection is closed"), True),
        (OSError(errno.ENOSPC, "no space left on device"), True),
        (OSError(errno.EACCES, "permission denied"), False),
        (RuntimeError("torn"), False),
        (MasterRefused(Problem.DAMAGED), False),
    ],
)
def test_what_passes_by_itself(failure: Exception, outage: bool) -> None:  # noqa: FBT001
    assert outages.is_outage(failure) is outage


class TestInsist:
    def failing(self, times: int) -> Any:
        left = iter([OperationalError("gone")] * times)

        def act() -> str:
            for failure in left:
                raise failure
            return "done"

        return act

    @pytest.mark.django_db(transaction=True)
    def test_until_the_database_answers(self) -> None:
        assert outages.insist(self.failing(2)) == "done"

    @pytest.mark.django_db(transaction=True)
    def test_not_for_ever(self) -> None:
        with pytest.raises(OperationalError):
            outages.insist(self.failing(2), patience=0)

    def test_on_nothing_else(self) -> None:
        with pytest.raises(ZeroDivisionError):
            outages.insist(lambda: 1 // 0)


@pytest.mark.django_db
class TestDisk:
    def test_a_worker_without_room_takes_no_step(self, settings: Any) -> None:
        step = make_step()
        settings.MIN_FREE_BYTES = 2**62
        tasks.work("encode")
        assert state_of(step) == StepState.READY
        (free,) = outages.refusing().values()
        assert 0 < free < settings.MIN_FREE_BYTES

    def test_one_with_room_says_nothing(self, settings: Any) -> None:
        settings.MIN_FREE_BYTES = 1
        assert not outages.disk_is_full()
        assert outages.refusing() == {}

    def test_that_is_told_and_sends_nobody_away(self, client: Any, settings: Any) -> None:
        settings.MIN_FREE_BYTES = 2**62
        assert outages.disk_is_full()
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["notices"]) == (200, ["worker_disk"])


@pytest.mark.django_db
def test_a_database_that_is_away_at_the_claim_ends_no_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(**_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(leases, "claim", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    tasks.work("encode")
