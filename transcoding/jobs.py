"""Rows of work: a job, its steps, and the plan they share."""

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Now

from transcoding import keys
from transcoding.models import ContentSecret, Job, JobStep, Master
from transcoding.states import QUEUES, STAGES, StepKind, StepState

FILM_PROFILE, SUBTITLE_PROFILE = "h264", "subtitles"
UNFINISHED = (StepState.WAITING, StepState.HELD, StepState.READY, StepState.RUNNING)


def create_job(*, master: Master, profile: str, now: datetime) -> Job:
    """A job with a secret of its own, and no steps yet."""
    sealed = keys.seal(keys.new_secret(), key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    secret = ContentSecret.objects.create(sealed=sealed)
    return Job.objects.create(master=master, profile=profile, secret=secret, created_at=now)


def begin(master: Master, *, now: datetime) -> JobStep:
    """A job from the beginning: its first step."""
    return add_step(
        create_job(master=master, profile=FILM_PROFILE, now=now), StepKind.SURVEY, now=now
    )


def begin_subtitle(*, like: Job, now: datetime, **parameters: Any) -> JobStep:
    """A job of a subtitle alone, on the plan of its film's job: its first step."""
    job = create_job(master=like.master, profile=SUBTITLE_PROFILE, now=now)
    job.plan = like.plan
    job.save(update_fields=["plan"])
    step = add_step(job, StepKind.SUBTITLE, now=now, **parameters)
    for later in (StepKind.PACKAGE, StepKind.SWEEP):
        add_step(job, later, now=now, state=StepState.WAITING)
    return step


def lock(job_id: int) -> None:
    """Whoever changes several steps of a job has its row first, so that none wait in a circle."""
    Job.objects.select_for_update().filter(pk=job_id).first()


def close(job: Job, *, now: datetime) -> JobStep:
    """Cancel all that is not finished in a job; the step that sweeps what it stored.

    Whoever works on it finds out at the next heartbeat. What failed stays, with its log. The sweep
    comes once more when nobody can be storing anything, so nothing of a closed job may be revived.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    job.steps.filter(state__in=UNFINISHED).update(
        state=StepState.CANCELLED, lease_until=None, speed=0, finished_at=Now()
    )
    job.cancelled_at = now
    job.save(update_fields=["cancelled_at"])
    return add_step(job, StepKind.SWEEP, now=now)


def live(master_id: int) -> QuerySet[Job]:
    """Jobs that are neither finished nor closed, the newest first."""
    jobs = Job.objects.filter(master=master_id, finished_at=None, cancelled_at=None)
    return jobs.order_by("-pk")


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
        most_attempts=settings.STEP_ATTEMPTS,
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
