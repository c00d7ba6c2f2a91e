"""How far a master is, from the rows of its steps."""

from dataclasses import dataclass
from datetime import datetime

from transcoding.jobs import SUBTITLE_PROFILE
from transcoding.models import Job, JobStep, Master
from transcoding.states import MasterState, StepKind, StepState

STAGE_NAMES = {
    StepKind.SURVEY: "surveying",
    StepKind.VIDEO: "encoding",
    StepKind.AUDIO: "encoding",
    StepKind.SUBTITLE: "encoding",
    StepKind.REPORT: "packaging",
    StepKind.PACKAGE: "packaging",
}
SURVEY_SHARE = 0.05  # of the whole, in CPU time, measured on a 1080p master
OVER = frozenset({StepState.DONE, StepState.CANCELLED})
HALTED = frozenset({MasterState.FAILED, MasterState.BLOCKED, MasterState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class RungProgress:
    """`seconds` of film are encoded in this rung; rungs of one chunk advance together."""

    name: str
    width: int
    height: int
    fraction: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class MasterProgress:
    """`fraction` 0 to 1; `speed` in seconds of film a second; `eta_seconds` if it can be told.

    While a step is tried again, `fraction` stays at the furthest it came. It goes back only where a
    film is planned anew.
    """

    stage: str
    fraction: float
    speed: float
    eta_seconds: int | None
    rungs: tuple[RungProgress, ...] = ()


def progress_of(master: Master, *, now: datetime) -> MasterProgress:
    """The progress of the newest job that is under way; of one that halted, how far it came."""
    state = MasterState(master.state)
    job = _job_of(master)
    steps = (
        list(job.steps.exclude(kind=StepKind.SWEEP).defer("result", "log").order_by("stage", "pk"))
        if job
        else []
    )
    rungs = _rungs(job, steps) if job else ()
    if state != MasterState.PROCESSING:
        done = _fraction(steps) if state in HALTED else float(state == MasterState.READY)
        return MasterProgress(
            stage=str(state), fraction=done, speed=0, eta_seconds=None, rungs=rungs
        )
    open_steps = [step for step in steps if step.state not in OVER]
    stage = STAGE_NAMES[StepKind(open_steps[0].kind)] if open_steps else "packaging"
    running = [step.speed for step in open_steps if step.state == StepState.RUNNING]
    left = _left(steps, now=now)
    return MasterProgress(
        stage=stage,
        fraction=_fraction(steps),
        speed=round(sum(running), 2),
        eta_seconds=None if left is None else round(left / max(len(running), 1)),
        rungs=rungs,
    )


def _left(steps: list[JobStep], *, now: datetime) -> float | None:
    """Seconds of one worker's work, by the pace so far; unknown before there is one.

    A survey tells of the encoding's pace only until there is one: it decodes, or reads in no time.
    """
    encoding = [step for step in steps if step.weight]
    done = _encoded(encoding) if encoding else _fraction(steps)
    if done <= SURVEY_SHARE / 2:
        return None
    return _worked(encoding or steps, now=now) * (1 - done) / done


def _worked(steps: list[JobStep], *, now: datetime) -> float:
    """Seconds that workers spent on these steps: waiting in a queue, or parked, tells no pace."""
    spent = [
        ((step.finished_at or now) - step.started_at).total_seconds()
        for step in steps
        if step.started_at and step.state in {StepState.RUNNING, StepState.DONE}
    ]
    return sum(max(seconds, 0) for seconds in spent)


def _job_of(master: Master) -> Job | None:
    """The film's own job before a subtitle's, one under way before others, then the newest."""
    return min(
        master.jobs.order_by("-pk"),
        key=lambda job: (
            job.profile == SUBTITLE_PROFILE,
            job.finished_at is not None or job.cancelled_at is not None,
        ),
        default=None,
    )


def _fraction(steps: list[JobStep]) -> float:
    survey = sum(step.progress for step in steps if step.kind == StepKind.SURVEY)
    return round(SURVEY_SHARE * survey + (1 - SURVEY_SHARE) * _encoded(steps), 4)


def _encoded(steps: list[JobStep]) -> float:
    weight = sum(step.weight for step in steps)
    return sum(step.weight * step.progress for step in steps) / weight if weight else 0


def _rungs(job: Job, steps: list[JobStep]) -> tuple[RungProgress, ...]:
    pictures = [step for step in steps if step.kind == StepKind.VIDEO and step.weight]
    whole = sum(step.weight for step in pictures)
    seconds = sum(step.weight * step.progress for step in pictures)
    return tuple(
        RungProgress(
            name=rung["name"],
            width=rung["width"],
            height=rung["height"],
            fraction=round(seconds / whole, 4) if whole else 0,
            seconds=round(seconds, 2),
        )
        for rung in job.plan.get("rungs", ())
    )
