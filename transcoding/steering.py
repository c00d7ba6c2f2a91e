"""What people do to work under way: cancel it, try it again, put it first.

Every act is said to a master and may be said twice. What is not possible any more raises
`SteeringConflict`. `attempt` is the fencing token and never goes back: trying again raises
`most_attempts`.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import get_language
from rest_framework.exceptions import APIException

from transcoding import jobs, tasks
from transcoding.messages import CONFLICTS, in_language
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterState, StepKind, StepState

UNDER_WAY = frozenset({MasterState.PROCESSING, MasterState.FAILED, MasterState.BLOCKED})


class SteeringConflict(APIException):
    """The master is past what was asked; `extra` has the words in both languages."""

    status_code = 409
    default_code = "steering_conflict"

    def __init__(self, reason: str, *, state: str) -> None:
        words = CONFLICTS[reason]
        super().__init__(in_language(words, get_language()), code=f"master_{reason}")
        self.extra = {"words": words, "state": state}


@transaction.atomic
def cancel(*, master: Master, now: datetime) -> Master:
    """Stop all work on a master and sweep what it stored; what is published stays."""
    open_jobs = list(jobs.live(master.pk).select_for_update(of=("self",)))
    sweeps = [jobs.close(job, now=now) for job in open_jobs]
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state in UNDER_WAY:
        master.state, master.problem, master.detail = MasterState.CANCELLED, "", ""
        master.save(update_fields=["state", "problem", "detail"])
        # From now on counts how long its file is kept, however long ago it was refused.
        newest = master.jobs.order_by("-pk").values("pk")[:1]
        Job.objects.filter(pk__in=newest).update(cancelled_at=now)
    elif master.state == MasterState.READY and not sweeps:
        raise SteeringConflict("finished", state=master.state)
    elif master.state in {MasterState.UPLOADING, MasterState.ABORTED}:
        raise _not_here(master)
    for sweep in sweeps:
        tasks.ring(sweep.queue)
    return master


@transaction.atomic
def retry(*, master: Master, now: datetime) -> Master:
    """Try again what failed: the parked steps, or all of it where nothing is left to go on with."""
    open_jobs = list(jobs.live(master.pk).select_for_update(of=("self",)))
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state in {MasterState.UPLOADING, MasterState.ABORTED}:
        raise _not_here(master)
    if master.state == MasterState.BLOCKED:
        raise SteeringConflict("blocked", state=master.state)
    revived = _revive(open_jobs, now=now)
    if master.state == MasterState.READY:
        revived += _subtitles_anew(master, now=now)
        if not revived and not open_jobs:
            raise SteeringConflict("finished", state=master.state)
    elif master.state in {MasterState.FAILED, MasterState.CANCELLED}:
        if not revived:
            revived = [jobs.begin(master, now=now)]
        master.state, master.problem, master.detail = MasterState.PROCESSING, "", ""
        master.save(update_fields=["state", "problem", "detail"])
    for queue in {step.queue for step in revived}:
        tasks.ring(queue)
    return master


@transaction.atomic
def let_through(*, master: Master, now: datetime) -> Master:
    """Publish a master in spite of its report: what is held goes on."""
    open_jobs = list(jobs.live(master.pk).select_for_update(of=("self",)))
    master = Master.objects.select_for_update().get(pk=master.pk)
    if master.state != MasterState.BLOCKED:
        if master.quality_waived_at:
            return master
        raise SteeringConflict("not_blocked", state=master.state)
    master.state, master.problem, master.quality_waived_at = MasterState.PROCESSING, "", now
    master.save(update_fields=["state", "problem", "quality_waived_at"])
    held = JobStep.objects.filter(job__in=open_jobs, state=StepState.HELD)
    queues = set(held.values_list("queue", flat=True))
    held.update(state=StepState.READY, not_before=now)
    for queue in queues:
        tasks.ring(queue)
    return master


def sweep_again(*, steps: QuerySet[JobStep], now: datetime) -> int:
    """Try parked sweeps again, of closed jobs too; how many. Beat rings for them.

    A sweep deletes only what no track lists, so that no other step comes to life with it.
    """
    return _anew(steps.filter(kind=StepKind.SWEEP, state=StepState.FAILED), now=now)


@transaction.atomic
def reprioritise(*, master_id: int, priority: int) -> None:
    """Move a master, and what is to be done for it, in the queue; the lowest goes first."""
    Master.objects.filter(pk=master_id).update(priority=priority)
    JobStep.objects.filter(job__master=master_id, state__in=jobs.UNFINISHED).exclude(
        priority=priority
    ).update(priority=priority)


def _revive(open_jobs: list[Job], *, now: datetime) -> list[JobStep]:
    """Make parked steps of unfinished jobs ready, each with as many attempts as a new one."""
    revived: list[JobStep] = []
    for job in open_jobs:
        parked = job.steps.filter(state=StepState.FAILED)
        packaging = job.steps.filter(kind=StepKind.PACKAGE).exclude(
            state__in=[StepState.WAITING, StepState.HELD]
        )
        if packaging.exists():  # it would not look at a subtitle that comes now
            parked = parked.exclude(kind=StepKind.SUBTITLE)
        revived += list(parked)
        _anew(parked, now=now)
    return revived


def _anew(parked: QuerySet[JobStep], *, now: datetime) -> int:
    return parked.update(
        state=StepState.READY,
        most_attempts=F("attempt") + settings.STEP_ATTEMPTS,
        outages=0,
        not_before=now,
        finished_at=None,
    )


def _subtitles_anew(master: Master, *, now: datetime) -> list[JobStep]:
    """A finished job is not opened again: its failed subtitles get jobs of their own."""
    failed = JobStep.objects.filter(
        job__master=master, kind=StepKind.SUBTITLE, state=StepState.FAILED
    ).exclude(job__finished_at=None)
    begun = []
    for step in failed.select_related("job__master").order_by("pk"):
        begun.append(jobs.begin_subtitle(like=step.job, now=now, **step.parameters))
        JobStep.objects.filter(pk=step.pk).update(state=StepState.CANCELLED)
    return begun


def _not_here(master: Master) -> SteeringConflict:
    uploading = master.state == MasterState.UPLOADING
    return SteeringConflict("uploading" if uploading else "gone", state=master.state)
