"""Who holds which step. PostgreSQL's clock and one conditional UPDATE decide; Celery only rings.

A worker claims a step and so raises `attempt`, its fencing token. Whoever lost the lease can
neither extend nor complete: both match the attempt.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Expression, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Greatest, Now, Right

from transcoding import steplogs, turns
from transcoding.models import Job, JobStep
from transcoding.states import StepKind, StepState

logger = logging.getLogger(__name__)
MOST_OUTAGES = 720  # a day of two-minute pauses; then somebody has to look


class LeaseLost(Exception):
    """Somebody else has the step now, or it is gone."""


def claimable() -> QuerySet[JobStep]:
    """Steps that a worker may take: ready and due, or running under a lease that ran out."""
    due = Q(state=StepState.READY, not_before__lte=Now())
    abandoned = Q(state=StepState.RUNNING, lease_until__lt=Now())
    return JobStep.objects.filter(due | abandoned)


@transaction.atomic
def claim(*, queue: str) -> JobStep | None:
    """The next step of a queue, now ours."""
    step = (
        turns.in_turn(claimable().filter(queue=queue, attempt__lt=F("most_attempts")))
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if step is None:
        return None
    JobStep.objects.filter(pk=step.pk).update(
        state=StepState.RUNNING,
        attempt=step.attempt + 1,
        lease_until=Now() + timedelta(seconds=settings.LEASE_SECONDS),
        speed=0,
        started_at=Now(),
        log=_with_log(_cut_off(step)),
    )
    return JobStep.objects.select_related("job__master", "job__secret").get(pk=step.pk)


def _cut_off(step: JobStep) -> str:
    if step.state != StepState.RUNNING:
        return ""
    return steplogs.entry(step.attempt, "cut off, its worker was not heard of again")


def _with_log(entry: str) -> Expression:
    longer = Concat(F("log"), Value(entry), output_field=TextField())
    return Right(longer, steplogs.LOG_CHARACTERS)


def _held(step: JobStep) -> QuerySet[JobStep]:
    return JobStep.objects.filter(pk=step.pk, attempt=step.attempt, state=StepState.RUNNING)


def extend(step: JobStep, *, progress: float, speed: float) -> bool:
    """Keep the step a while longer; false if it is no longer ours.

    `progress` keeps the furthest that any attempt came: what people see does not go back.
    """
    lease_until = Now() + timedelta(seconds=settings.LEASE_SECONDS)
    furthest = Greatest(F("progress"), Value(progress))
    return bool(_held(step).update(lease_until=lease_until, progress=furthest, speed=speed))


@transaction.atomic
def complete(
    step: JobStep,
    *,
    result: dict[str, Any],
    after: Callable[[], None] | None = None,
    log: str = "",
) -> list[str]:
    """Finish a step and make ready what waited for it; the queues to ring.

    `after` runs in the same transaction. Raises `LeaseLost`, and then nothing has happened. Said
    twice by the same attempt (the answer to the first was lost), it happens once.
    """
    Job.objects.select_for_update().get(pk=step.job_id)  # one completion of a job at a time
    completed = _held(step).update(
        state=StepState.DONE,
        result=result,
        lease_until=None,
        progress=1,
        speed=0,
        error="",
        log=_with_log(log),
        finished_at=Now(),
    )
    ours = {"pk": step.pk, "attempt": step.attempt, "state": StepState.DONE}
    if not completed and not JobStep.objects.filter(**ours).exists():
        raise LeaseLost(f"step {step.pk}, attempt {step.attempt}")
    if completed and after:
        after()
    return _open_next_stage(step.job_id)


@transaction.atomic
def pass_over(step: JobStep) -> list[str]:
    """Make ready what waited for a failed step that its film can do without; queues to ring."""
    Job.objects.select_for_update().get(pk=step.job_id)
    return _open_next_stage(step.job_id)


def _open_next_stage(job_id: int) -> list[str]:
    steps = JobStep.objects.filter(job=job_id)
    unfinished = steps.exclude(state=StepState.DONE).exclude(
        state=StepState.FAILED, kind=StepKind.SUBTITLE
    )
    stages = list(unfinished.order_by("stage").values_list("stage", flat=True)[:1])
    ready = unfinished.filter(state=StepState.WAITING, stage__in=stages)
    ready.update(state=StepState.READY)
    return list(claimable().filter(job=job_id).values_list("queue", flat=True))


def give_back(
    step: JobStep, *, error: str, seconds: float, log: str = "", outage: bool = False
) -> bool:
    """Try again after `seconds`; the last attempt fails the step instead.

    An `outage` is no fault of the step's: such an attempt is not counted, up to `MOST_OUTAGES`.
    """
    spared = outage and step.outages < MOST_OUTAGES
    parked = step.attempt >= step.most_attempts and not spared
    changed: dict[str, Any] = {"finished_at": Now()} if parked else {}
    if spared:
        changed = {"most_attempts": F("most_attempts") + 1, "outages": F("outages") + 1}
    return bool(
        _held(step).update(
            state=StepState.FAILED if parked else StepState.READY,
            lease_until=None,
            not_before=Now() + timedelta(seconds=seconds),
            error=error,
            speed=0,
            log=_with_log(log),
            **changed,
        )
    )


def fail(step: JobStep, *, error: str, log: str = "") -> bool:
    """Trying again would change nothing."""
    return bool(
        _held(step).update(
            state=StepState.FAILED,
            lease_until=None,
            error=error,
            speed=0,
            log=_with_log(log),
            finished_at=Now(),
        )
    )


def exhausted() -> QuerySet[JobStep]:
    """Steps whose last allowed attempt was cut off: a worker died with it each time."""
    return claimable().filter(attempt__gte=F("most_attempts")).select_related("job")


def abandon(step: JobStep) -> bool:
    """Park an exhausted step, unless somebody moved on it meanwhile."""
    cut_off = exhausted().filter(pk=step.pk, attempt=step.attempt)
    return bool(
        cut_off.update(
            state=StepState.FAILED,
            lease_until=None,
            finished_at=Now(),
            log=_with_log(_cut_off(step)),
        )
    )


class Lease:
    """Extends a claimed step's lease from a thread; `lost` is set when it is no longer ours.

    A database that does not answer is no reason to stop until the lease has run out by this
    process's own clock; `unheard` says that this is how it was lost.
    """

    def __init__(self, step: JobStep) -> None:
        self.step = step
        self.lost = threading.Event()
        self.unheard = False
        self._progress = 0.0
        self._speed = 0.0
        self._done = threading.Event()
        self._deadline = time.monotonic() + settings.LEASE_SECONDS
        self._thread = threading.Thread(target=self._keep, name=f"lease {step.pk}")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def report(self, *, progress: float, speed: float = 0) -> None:
        """How far the step is (0 to 1) and how fast, in seconds of film a second."""
        self._progress, self._speed = min(progress, 1.0), speed

    def _keep(self) -> None:
        interval = settings.LEASE_SECONDS / 30
        try:
            while not self._done.wait(interval) and not self.lost.is_set():
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        started = time.monotonic()
        try:
            if extend(self.step, progress=self._progress, speed=self._speed):
                self._deadline = started + settings.LEASE_SECONDS
                return
            logger.warning("lease of step %s is gone", self.step.pk)
            self.lost.set()
        except DatabaseError as failure:
            logger.warning("lease of step %s not extended: %s", self.step.pk, failure)
            connection.close()
            if started > self._deadline:
                self.unheard = True
                self.lost.set()
