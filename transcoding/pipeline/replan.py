"""When a chunk held other frames than planned: the plan is given up for a more careful one."""

from collections.abc import Callable

from django.utils import timezone

from transcoding import jobs
from transcoding.models import Job, JobStep
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.proof import PACKETS
from transcoding.states import MasterRefused, Problem, StepKind

Change = Callable[[Job, int], None]


def other_frames(step: JobStep, *, seen: int, planned: int) -> Outcome:
    """By packets: survey again, by decoding. By frames: encode in one chunk, without a seek.

    Raises `MasterRefused` where there was one chunk already: the master is damaged.
    """
    plan = step.job.plan
    after: Change = _survey_again if plan.get("proof") == PACKETS else _in_one
    if after is _in_one and plan.get("whole", plan["generation"] > 0):
        raise MasterRefused(Problem.DAMAGED, f"{seen} frames where {planned} were surveyed")
    generation = plan["generation"]
    return Outcome(
        result={"replanned": True, "seen": seen},
        after=lambda: _unless_done(step, generation, after),
    )


def _unless_done(step: JobStep, generation: int, after: Change) -> None:
    """Another chunk may have found the same meanwhile."""
    job = step.job
    job.refresh_from_db(fields=["plan"])
    if job.plan["generation"] == generation:
        job.steps.filter(pk=step.pk).update(weight=0)  # nothing of it is kept
        job.plan["generation"] = generation + 1
        after(job, step.pk)
        job.save(update_fields=["plan"])


def _survey_again(job: Job, kept: int) -> None:
    job.steps.exclude(pk=kept).exclude(kind=StepKind.SURVEY).delete()
    jobs.add_step(
        job, StepKind.SURVEY, now=timezone.now(), decode=True, generation=job.plan["generation"]
    )


def _in_one(job: Job, kept: int) -> None:
    job.steps.filter(kind=StepKind.VIDEO).exclude(pk=kept).delete()
    job.plan["whole"] = True
    whole = [(0, job.plan["grid"]["frames"], job.plan["digest"])]
    jobs.add_video_steps(job, whole, now=timezone.now(), generation=job.plan["generation"])
