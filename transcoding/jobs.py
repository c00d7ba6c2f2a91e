"""Rows of work: a job, its steps, and the plan they share."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.conf import settings

from transcoding import keys
from transcoding.models import ContentSecret, Job, JobStep, Master
from transcoding.states import QUEUES, STAGES, StepKind, StepState


def create_job(*, master: Master, profile: str, now: datetime) -> Job:
    """A job with a secret of its own, and no steps yet."""
    sealed = keys.seal(keys.new_secret(), key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    secret = ContentSecret.objects.create(sealed=sealed)
    return Job.objects.create(master=master, profile=profile, secret=secret, created_at=now)


def add_step(
    job: Job,
    kind: StepKind,
    *,
    now: datetime,
    state: StepState = StepState.READY,
    weight: float = 0,
    **parameters: Any,
) -> JobStep:
    """A step of a job, with its master's owner and priority."""
    return JobStep.objects.create(
        job=job,
        kind=kind,
        stage=STAGES[kind],
        queue=QUEUES[kind],
        state=state,
        weight=weight,
        parameters=parameters,
        priority=job.master.priority,
        owner=job.master.owner,
        created_at=now,
        not_before=now,
    )


def add_video_steps(
    job: Job, chunks: Iterable[tuple[int, int, str]], *, now: datetime, generation: int
) -> None:
    """One step a chunk: first frame, end frame, and the digest of its frames."""
    rate = Fraction(*job.plan["grid"]["frame_rate"])
    for start, end, digest in chunks:
        add_step(
            job,
            StepKind.VIDEO,
            now=now,
            weight=float((end - start) / rate),
            start=start,
            end=end,
            digest=digest,
            generation=generation,
        )


def secret_of(job: Job) -> bytes:
    """The job's secret in clear."""
    sealed = bytes(job.secret.sealed)
    return keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
