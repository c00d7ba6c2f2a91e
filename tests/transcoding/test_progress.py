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


def worked(step: JobStep, *, begun: timedelta, ended: timedelta | None = None) -> None:
    """When its last attempt began and ended, from the job's beginning."""
    since = step.job.created_at
    JobStep.objects.filter(pk=step.pk).update(
        started_at=since + begun,
        finished_at=None if ended is None else since + ended,
        **({} if ended else {"state": StepState.RUNNING, "lease_until": since + begun * 2}),
    )


class TestRemainingTime:
    def test_is_told_by_the_pace_so_far(self, job: Job) -> None:
        first, _ = encoding(job, 1, 0)
        worked(first, begun=timedelta(0), ended=timedelta(seconds=525))
        told = progress(job, after=timedelta(seconds=525))
        assert told.fraction == 0.525
        assert told.eta_seconds == 525

    def test_does_not_count_what_was_waited(self, job: Job) -> None:
        """In the queue, or parked for days until somebody tried again."""
        first, second = encoding(job, 1, 0.5)
        worked(first, begun=timedelta(days=3), ended=timedelta(days=3, seconds=100))
        worked(second, begun=timedelta(days=6))
        told = progress(job, after=timedelta(days=6, seconds=50))
        assert told.fraction == 0.7625
        assert told.eta_seconds == 50

    def test_is_shorter_for_two_workers(self, job: Job) -> None:
        for step in encoding(job, 0.5, 0.5):
            worked(step, begun=timedelta(seconds=1))
        told = progress(job, after=timedelta(seconds=101))
        assert told.fraction == 0.525
        assert told.eta_seconds == 100

    def test_is_not_told_before_there_is_a_pace(self, job: Job) -> None:
        survey = make_step(job, StepKind.SURVEY, progress=0.5)
        worked(survey, begun=timedelta(seconds=1))
        assert progress(job, after=timedelta(seconds=10)).eta_seconds is None
        JobStep.objects.update(progress=0.6)
        assert progress(job, after=timedelta(seconds=10)).eta_seconds == 291

    def test_a_survey_that_took_no_time_promises_nothing(self, job: Job) -> None:
        """Where packets are read it is over at once, and the encoding is not."""
        worked(make_step(job, StepKind.SURVEY, progress=1), begun=timedelta(0),
               ended=timedelta(seconds=1))  # fmt: skip
        first, _ = encoding(job, 0.04, 0)
        worked(first, begun=timedelta(seconds=1))
        assert progress(job, after=timedelta(seconds=9)).eta_seconds is None
        JobStep.objects.filter(pk=first.pk).update(progress=0.1)
        assert progress(job, after=timedelta(seconds=21)).eta_seconds == 380

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


class TestRungs:
    @pytest.fixture(autouse=True)
    def _planned(self, job: Job) -> None:
        job.plan = {
            "rungs": [
                {"name": "h264-360", "width": 640, "height": 360},
                {"name": "h264-240", "width": 426, "height": 240},
            ]
        }
        job.save(update_fields=["plan"])

    def test_each_is_told_with_its_size_and_seconds_of_film(self, job: Job) -> None:
        encoding(job, 1, 0.5, 0)
        make_step(job, StepKind.AUDIO, weight=20, progress=1)  # no picture
        told = [(r.name, r.width, r.height, r.fraction, r.seconds) for r in progress(job).rungs]
        assert told == [("h264-360", 640, 360, 0.5, 90), ("h264-240", 426, 240, 0.5, 90)]

    def test_what_was_planned_anew_counts_once(self, job: Job) -> None:
        encoding(job, 1, 1)
        JobStep.objects.filter(kind=StepKind.VIDEO).update(weight=0)
        make_step(job, weight=120, progress=0.25)
        assert {rung.fraction for rung in progress(job).rungs} == {0.25}

    @pytest.mark.parametrize(
        "state", [MasterState.FAILED, MasterState.BLOCKED, MasterState.CANCELLED]
    )
    def test_of_a_halted_film_is_told_how_far_it_came(self, job: Job, state: MasterState) -> None:
        encoding(job, 1, 0)
        Master.objects.update(state=state)
        told = progress(job)
        assert (told.stage, told.fraction, told.eta_seconds) == (state, 0.525, None)
        assert {rung.fraction for rung in told.rungs} == {0.5}
