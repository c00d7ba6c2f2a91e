"""Celery's side: a message names a queue, and a worker takes the next step of it."""

import logging
import random
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from celery import Celery, current_app, shared_task
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from transcoding import jobs, leases, outages, pipeline, runner, steplogs
from transcoding.models import JobStep, Master
from transcoding.pipeline.outcome import Outcome
from transcoding.states import (
    MasterRefused,
    MasterState,
    Problem,
    StepKind,
    StepState,
)

logger = logging.getLogger(__name__)
BACK_OFF_SECONDS, BACK_OFF_LONGEST, OUTAGE_LONGEST = 2, 300, 120
HARMLESS = frozenset({StepKind.SUBTITLE, StepKind.SWEEP})


def ring(queue: str) -> None:
    """Tell the workers of a queue that there is something to do, after the commit."""
    transaction.on_commit(lambda: _ring_now(queue))


def _ring_for(queues: Iterable[str]) -> None:
    """Ring for each step, but no more often than there may be idle workers to hear it."""
    for queue, steps in Counter(queues).items():
        for _ in range(min(steps, settings.ENCODE_SLOTS)):
            ring(queue)


def _ring_now(queue: str) -> None:
    app: Celery = current_app
    try:
        app.send_task("transcoding.tasks.work", args=[queue], queue=queue)
    except BrokerAway as failure:
        logger.warning("broker not reached, beat will ring again: %s", failure)


@shared_task
def work(queue: str) -> None:
    """Take the next step of a queue and do it."""
    runner.hide_environment()
    if outages.disk_is_full():
        return
    try:
        step = leases.claim(queue=queue)
    except outages.DATABASE as failure:
        logger.warning("nothing claimed, beat will ring again: %s", failure)
        connection.close()
        return
    if step is not None:
        do(step)


def do(step: JobStep) -> None:
    """Perform a claimed step, then complete it, give it back, or fail it and its master."""
    logger.info("step %s %s, attempt %s", step.pk, step.kind, step.attempt)
    lease, started = leases.Lease(step), time.monotonic()
    try:
        with lease:
            outcome = pipeline.perform(step, lease=lease)
        seconds = time.monotonic() - started
        outages.insist(lambda: _complete(step, outcome, seconds=seconds))
    except (leases.LeaseLost, runner.Stopped):
        logger.warning("step %s, attempt %s: the lease is lost", step.pk, step.attempt)
        outages.insist(lambda: _give_back(step, error="stopped", seconds=0, outage=lease.unheard))
    except MasterRefused as refusal:
        reason = refusal  # the name of an except clause is gone after it
        outages.insist(lambda: _refuse(step, reason))
    except Exception as failure:  # noqa: BLE001 - whatever it was, somebody else may succeed
        _retry(step, failure)


@transaction.atomic
def _complete(step: JobStep, outcome: Outcome, *, seconds: float) -> None:
    log = steplogs.entry(step.attempt, f"done in {seconds:.1f} s")
    _ring_for(leases.complete(step, result=outcome.result, after=outcome.after, log=log))


@shared_task
def ring_claimable() -> None:
    """Beat's: ring for every claimable step, whatever became of its message."""
    try:
        for step in leases.exhausted():
            logger.error("step %s: %s attempts, no result", step.pk, step.attempt)
            _park(step)
        _ring_for(leases.claimable().values_list("queue", flat=True))
    except outages.DATABASE as failure:
        logger.warning("not rung, beat will come again: %s", failure)
        connection.close()


@transaction.atomic
def _park(step: JobStep) -> None:
    jobs.lock(step.job_id)
    if leases.abandon(step):
        _settle_failed(step, Problem.INTERNAL, step.error or "every attempt was cut off")


def _retry(step: JobStep, failure: Exception) -> None:
    """Some time later, by whoever is free; a passing outage is waited for and not counted."""
    if isinstance(failure, InvalidToken):
        failure = RuntimeError("the key-encryption keys do not open this job's secret")
    error = steplogs.clean(f"{type(failure).__name__}: {failure}")
    outage = outages.is_outage(failure)
    if outage:
        logger.warning("step %s, attempt %s: %s", step.pk, step.attempt, error)
    else:
        logger.error("step %s, attempt %s: %s", step.pk, step.attempt, error, exc_info=failure)
    tries, longest = (
        (step.outages + 1, OUTAGE_LONGEST) if outage else (step.attempt, BACK_OFF_LONGEST)
    )
    pause = min(BACK_OFF_SECONDS * 2 ** min(tries, 10), longest)
    seconds = pause * random.uniform(0.5, 1)  # noqa: S311 - spreads load, hides nothing
    lines = getattr(failure, "log", ())
    outages.insist(
        lambda: _give_back(step, error=error, seconds=seconds, outage=outage, lines=lines)
    )


@transaction.atomic
def _give_back(
    step: JobStep, *, error: str, seconds: float, outage: bool, lines: Iterable[str] = ()
) -> None:
    jobs.lock(step.job_id)
    entry = steplogs.entry(step.attempt, error, list(lines))
    if leases.give_back(step, error=error, seconds=seconds, log=entry, outage=outage):
        step.refresh_from_db(fields=["state"])
        if step.state == StepState.FAILED:
            _settle_failed(step, Problem.INTERNAL, error)


@transaction.atomic
def _refuse(step: JobStep, refusal: MasterRefused) -> None:
    jobs.lock(step.job_id)
    lines = getattr(refusal.__cause__, "log", ())
    entry = steplogs.entry(step.attempt, str(refusal), lines)
    if not leases.fail(step, error=steplogs.clean(str(refusal)), log=entry):
        return
    if step.kind not in HARMLESS:  # the other steps of a bad master would be in vain
        ring(jobs.close(step.job, now=timezone.now()).queue)
    _settle_failed(step, refusal.problem, steplogs.clean(refusal.detail))


def _settle_failed(step: JobStep, problem: Problem, detail: str) -> None:
    """A film that can't be made is said to be so; a failed subtitle or sweep harms no film."""
    if step.kind in HARMLESS:
        _ring_for(leases.pass_over(step))
        return
    changed: dict[str, Any] = {"problem": problem, "detail": detail[:2000]}
    Master.objects.filter(pk=step.job.master_id).exclude(state=MasterState.READY).update(
        state=MasterState.FAILED, **changed
    )
