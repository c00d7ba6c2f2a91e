"""How far a master is, as filmmakers see it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.transcoding.rows import make_job, make_master, make_step, real_now, waiting
from transcoding import jobs
from transcoding.models import Job, JobStep, Master
from transcoding.progress import MasterProgress, progress_of
from transcoding.states import MasterState, StepKind, StepState

pytestmark = pytest.mark.django_db
DONE = {"state": StepState.DONE, "progress": 1, "result": {}}


@pytest.fixture
def job() -> Job:
    return make_job()


def progress(job: Job, *, after: timedelta = timedelta(0)) -> MasterProgress:
    return progress_of(Master.objects.get(pk=job.master_id), now=job.created_at + after)


def encoding(job: Job, *done: float, **fields: Any) -> list[JobStep]:
    """A surveyed film in chunks of 60 s, each so far done, and what waits for them."""
    make_step(job, StepKind.SURVEY, **DONE)
    waiting(job, StepKind.SWEEP)
    waiting(job)
    return [
        make_step(job, weight=60, **(DONE if part == 1 else {"progress": part} | fields))
        for part in done
    ]


@pytest.mark.parametrize(
    ("state", "fraction"),
    [
        (MasterState.UPLOADING, 0),
        (MasterState.READY, 1),
        (MasterState.FAILED, 0),
        (MasterState.ABORTED, 0),
    ],
)
def test_where_nothing_is_worked_on(state: MasterState, fraction: float) -> None:
    job = make_job(make_master(state=state))
    expected = MasterProgress(stage=state, fraction=fraction, speed=0, eta_seconds=None)
    assert progress(job) == expected


def test_a_master_is_surveyed_first(job: Job) -> None:
    make_step(job, StepKind.SURVEY, progress=0.4)
    told = progress(job)
    assert (told.stage, told.fraction) == ("surveying", 0.02)


def test_then_its_chunks_count_by_their_length(job: Job) -> None:
    encoding(job, 1, 0.5, 0)
    make_step(job, StepKind.AUDIO, weight=20, progress=0)
    told = progress(job)
    assert told.stage == "encoding"
    assert told.fraction == pytest.approx(0.05 + 0.95 * 90 / 200)


def test_the_stage_is_the_earliest_that_is_not_over(job: Job) -> None:
    """Whatever the order in which PostgreSQL keeps the rows."""
    encoding(job, 0)
    JobStep.objects.filter(kind=StepKind.VIDEO).update(speed=1)
    assert progress(job).stage == "encoding"


def test_packaging_is_the_last(job: Job) -> None:
    encoding(job, 1, 1)
    told = progress(job)
    assert (told.stage, told.fraction) == ("packaging", 1)


def test_a_sweep_is_nobodys_business(job: Job) -> None:
    encoding(job, 1)
    JobStep.objects.filter(kind=StepKind.PACKAGE).update(state=StepState.DONE, result={})
    assert progress(job).stage == "packaging"


class TestRemainingTime:
    def test_is_told_by_the_pace_so_far(self, job: Job) -> None:
        encoding(job, 1, 0)
        told = progress(job, after=timedelta(seconds=525))
        assert told.fraction == 0.525
        assert told.eta_seconds == 475

    def test_is_not_told_before_there_is_a_pace(self, job: Job) -> None:
        make_step(job, StepKind.SURVEY, progress=0.5)
        assert progress(job, after=timedelta(seconds=9)).eta_seconds is None
        JobStep.objects.update(progress=0.6)
        assert progress(job, after=timedelta(seconds=9)).eta_seconds == 291

    def test_of_a_master_without_a_job_is_unknown(self) -> None:
        master = make_master()
        assert progress_of(master, now=master.created_at).eta_seconds is None


def test_speed_is_that_of_all_workers_together(job: Job) -> None:
    later = job.created_at + timedelta(hours=1)
    running = {"state": StepState.RUNNING, "lease_until": later}
    first, second, _ = encoding(job, 0.1, 0.1, 0.1, speed=9)
    for step, speed in ((first, 1.5), (second, 0.25)):
        JobStep.objects.filter(pk=step.pk).update(**running, speed=speed)
    assert progress(job).speed == 1.75


def test_a_subtitle_that_came_later_is_not_the_films_progress(job: Job) -> None:
    encoding(job, 0.5)
    later = jobs.create_job(master=job.master, profile=jobs.SUBTITLE_PROFILE, now=real_now())
    make_step(later, StepKind.SUBTITLE, progress=1)
    assert progress(job).fraction == pytest.approx(0.05 + 0.95 / 2)
