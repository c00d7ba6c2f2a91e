"""The sweep: what no track lists goes, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from tests.transcoding.rows import make_job, make_step
from tests.transcoding.workshop import do_next, objects_of
from transcoding import storage
from transcoding.models import Frame, Job, JobStep, Segment, Track
from transcoding.states import StepKind, StepState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job() -> Job:
    """Two listed objects, and two that lost attempts left behind."""
    job = make_job()
    track = Track.objects.create(
        master=job.master, kind="video", label="h264-90", codecs="", timescale=24000,
        peak_bandwidth=1, average_bandwidth=1, init_object=f"{job.prefix}/3/1/init.mp4",
    )  # fmt: skip
    listed = f"{job.prefix}/1/2/kept.m4s"
    Segment.objects.create(track=track, position=0, object_name=listed, ticks=1, size=1)
    put(track.init_object, listed, f"{job.prefix}/1/1/lost.m4s", f"{job.prefix}/3/1/lost.mp4")
    return job


def put(*names: str) -> None:
    for name in names:
        storage.put_rendition(name, b"x", content_type="video/mp4")


def sweep(job: Job) -> JobStep:
    make_step(job, StepKind.SWEEP)
    return do_next(StepKind.SWEEP)


def test_what_no_track_lists_is_deleted(job: Job) -> None:
    assert sweep(job).result == {"deleted": 2}
    kept = {f"{job.prefix}/1/2/kept.m4s", f"{job.prefix}/3/1/init.mp4"}
    assert set(objects_of(job.master)) == kept


def test_a_picture_of_a_report_stays(job: Job) -> None:
    poster = f"{job.prefix}/1/2/poster.jpg"
    put(poster)
    Frame.objects.create(
        job=job, purpose="poster", seconds=1, object_name=poster, width=16, height=9
    )
    assert sweep(job).result == {"deleted": 2}
    assert poster in objects_of(job.master)


def test_other_jobs_are_left_alone(job: Job) -> None:
    other = make_job()
    put(f"{other.prefix}/1/1/running.m4s")
    sweep(job)
    assert set(objects_of(other.master)) == {f"{other.prefix}/1/1/running.m4s"}


def test_it_comes_again_when_no_lost_attempt_can_be_running(job: Job, settings: Any) -> None:
    first = sweep(job)
    again = JobStep.objects.get(kind=StepKind.SWEEP, state=StepState.READY)
    wait = again.not_before - first.created_at
    assert wait >= timedelta(seconds=settings.STEP_SECONDS)
    put(f"{job.prefix}/1/1/late.m4s")
    JobStep.objects.filter(pk=again.pk).update(not_before=first.created_at)
    assert do_next(StepKind.SWEEP).result == {"deleted": 1}


def test_and_then_no_more(job: Job) -> None:
    first = sweep(job)
    JobStep.objects.filter(state=StepState.READY).update(not_before=first.created_at)
    do_next(StepKind.SWEEP)
    assert not JobStep.objects.exclude(state=StepState.DONE).exists()


def test_more_than_s3_deletes_in_one_request(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand at a time; the answer says what was not deleted."""
    asked: list[int] = []
    delete = storage.client().delete_objects

    def count(**request: Any) -> Any:
        asked.append(len(request["Delete"]["Objects"]))
        return delete(**request)

    monkeypatch.setattr(storage.client(), "delete_objects", count)
    storage.delete_renditions([f"{job.prefix}/none/{number}" for number in range(1001)])
    assert asked == [1000, 1]
