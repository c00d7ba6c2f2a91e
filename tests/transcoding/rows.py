"""Rows of work for tests: a master with a job whose steps can be claimed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Event
from time import monotonic
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models.functions import Now

from transcoding import jobs, leases
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterState, StepKind, StepState

T = TypeVar("T")
DEADLINE_SECONDS = 30
_numbers = count(1)


def real_now() -> datetime:
    return datetime.now(UTC)


def make_master(**fields: Any) -> Master:
    now = real_now()
    values = {
        "owner": "owner",
        "state": MasterState.PROCESSING,
        "object_key": f"key-{next(_numbers)}",
        "size": 1,
        "part_size": 1,
        "created_at": now,
        "retain_until": now + timedelta(days=1),
    }
    return Master.objects.create(**values | fields)


def make_job(master: Master | None = None) -> Job:
    return jobs.create_job(master=master or make_master(), profile="h264", now=real_now())


def make_step(job: Job | None = None, kind: StepKind = StepKind.VIDEO, **fields: Any) -> JobStep:
    """A step that is ready now, changed in `fields`."""
    now = real_now() - timedelta(seconds=1)
    step = jobs.add_step(job or make_job(), kind, now=now)
    if fields:
        JobStep.objects.filter(pk=step.pk).update(**fields)
        step.refresh_from_db()
    return step


def waiting(job: Job, kind: StepKind = StepKind.PACKAGE) -> JobStep:
    return make_step(job, kind, state=StepState.WAITING)


def expire(step: JobStep) -> None:
    """The lease has run out: its worker was not heard of."""
    lease_until = Now() - timedelta(seconds=1)
    JobStep.objects.filter(pk=step.pk).update(lease_until=lease_until)


@transaction.atomic
def steal(step: JobStep) -> JobStep:
    """Let the lease run out and another worker claim the step, with no beat in between."""
    JobStep.objects.select_for_update().get(pk=step.pk)
    expire(step)
    stolen = leases.claim(queue=step.queue)
    assert stolen == step, f"{stolen} was next"
    return stolen


def state_of(step: JobStep) -> str:
    return JobStep.objects.values_list("state", flat=True).get(pk=step.pk)


def at_once(work: Callable[[int], T], *, workers: int) -> list[T]:
    """Let so many threads begin together, each with a connection of its own; their results."""
    start = Barrier(workers)

    def act(number: int) -> T:
        try:
            start.wait(DEADLINE_SECONDS)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(act, range(workers)))


def someone_waits_for_a_lock() -> bool:
    """Whether another connection to this database stands before a row lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else what was seen first is seen again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def until(condition: Callable[[], bool], *, what: str) -> None:
    """Look until it is so; fail when it never is."""
    deadline, pause = monotonic() + DEADLINE_SECONDS, Event()
    while not condition():
        assert monotonic() < deadline, f"never: {what}"
        pause.wait(0.01)
