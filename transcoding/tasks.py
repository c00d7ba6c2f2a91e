"""Celery's side: a message names a queue, and a worker takes the next step of it."""

import logging
import random
from typing import Any

from celery import Celery, current_app, shared_task
from cryptography.fernet import InvalidToken
from django.db import transaction
from kombu.exceptions import OperationalError

from transcoding import leases, pipeline, runner
from transcoding.models import JobStep, Master
from transcoding.states import (
    MasterRefused,
    MasterState,
    Problem,
    StepKind,
    StepState,
)

logger = logging.getLogger(__name__)
BACK_OFF_SECONDS, BACK_OFF_LONGEST = 2, 300


def ring(queue: str) -> None:
    """Tell the workers of a queue that there is something to do, after the commit."""
    transaction.on_commit(lambda: _ring_now(queue))


def _ring_now(queue: str) -> None:
    app: Celery = current_app
    try:
        app.send_task("transcoding.tasks.work", args=[queue], queue=queue)
    except OperationalError as failure:
        logger.warning("broker not reached, beat will ring again: %s", failure)


@shared_task
def work(queue: str) -> None:
    """Take the next step of a queue and do it."""
    runner.hide_environment()
    step = leases.claim(queue=queue)
    if step is not None:
        do(step)


def do(step: JobStep) -> None:
    """Perform a claimed step, then complete it, give it back, or fail it and its master."""
    logger.info("step %s %s, attempt %s", step.pk, step.kind, step.attempt)
    try:
        with leases.Lease(step) as lease:
            outcome = pipeline.perform(step, lease=lease)
        for queue in leases.complete(step, result=outcome.result, after=outcome.after):
            ring(queue)
    except (leases.LeaseLost, runner.Stopped):
        logger.warning("step %s, attempt %s: the lease is lost", step.pk, step.attempt)
        _give_back(step, error="stopped", seconds=0)
    except MasterRefused as refusal:
        with transaction.atomic():
            if leases.fail(step, error=str(refusal)):
                _settle_failed(step, refusal.problem, refusal.detail)
    except Exception as failure:
        logger.exception("step %s, attempt %s", step.pk, step.attempt)
        _retry(step, failure)


@shared_task
def ring_claimable() -> None:
    """Beat's: ring for every claimable step, whatever became of its message."""
    for step in leases.exhausted():
        logger.error("step %s: %s attempts, no result", step.pk, step.attempt)
        with transaction.atomic():
            if leases.abandon(step):
                detail = step.error or "every attempt was cut off"
                _settle_failed(step, Problem.INTERNAL, detail)
    for queue in leases.claimable().values_list("queue", flat=True):
        _ring_now(queue)


def _retry(step: JobStep, failure: Exception) -> None:
    if isinstance(failure, InvalidToken):
        failure = RuntimeError("the key-encryption keys do not open this job's secret")
    pause = min(BACK_OFF_SECONDS * 2**step.attempt, BACK_OFF_LONGEST)
    seconds = pause * random.uniform(0.5, 1)  # noqa: S311 - spreads load, hides nothing
    _give_back(step, error=f"{type(failure).__name__}: {failure}", seconds=seconds)


@transaction.atomic
def _give_back(step: JobStep, *, error: str, seconds: float) -> None:
    if leases.give_back(step, error=error, seconds=seconds):
        step.refresh_from_db(fields=["state"])
        if step.state == StepState.FAILED:
            _settle_failed(step, Problem.INTERNAL, error)


def _settle_failed(step: JobStep, problem: Problem, detail: str) -> None:
    """A film that can't be made is said to be so; a failed subtitle or sweep harms no film."""
    if step.kind in {StepKind.SUBTITLE, StepKind.SWEEP}:
        for queue in leases.pass_over(step):
            ring(queue)
        return
    changed: dict[str, Any] = {"problem": problem, "detail": detail[:2000]}
    Master.objects.filter(pk=step.job.master_id).exclude(state=MasterState.READY).update(
        state=MasterState.FAILED, **changed
    )
