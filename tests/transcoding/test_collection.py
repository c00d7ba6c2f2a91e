"""What nothing plays any more goes, rows before objects; what somebody may need stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.catalog.rows import make_version
from tests.transcoding.films import make_film
from tests.transcoding.rows import make_job, make_master, real_now
from tests.transcoding.visitors import hand_in, open_upload
from tests.transcoding.workshop import assert_ready, drain, objects_of
from transcoding import collection, jobs, steering, storage
from transcoding.models import Frame, Job, JobStep, Master, Publication, Segment, Track
from transcoding.states import MasterState, StepKind

pytestmark = pytest.mark.django_db(transaction=True)
A_DAY_LATER = timedelta(hours=26)


@pytest.fixture
def master(tmp_path: Any) -> Master:
    """A film that was made twice: two publications, with nothing in common."""
    master = hand_in(make_film(tmp_path / "film.mov", frames=48))
    drain()
    jobs.begin(master, now=real_now())
    Master.objects.filter(pk=master.pk).update(state=MasterState.PROCESSING)
    drain()
    assert [row.revision for row in revisions(master)] == [1, 2]
    return master


def revisions(master: Master) -> list[Publication]:
    return list(master.publications.order_by("revision"))


def collect(*, after: timedelta = A_DAY_LATER) -> int:
    return collection.collect(now=real_now() + after)


def test_the_superseded_one_goes_with_its_objects(master: Master) -> None:
    old, new = revisions(master)
    kept = names_of(new)
    assert any(name.endswith(".jpg") for name in names_of(old) - kept)
    assert collect() == 1
    assert not Publication.objects.filter(pk=old.pk).exists()
    sweep()
    assert set(objects_of(master)) == kept
    assert_ready(master)


def sweep() -> None:
    """Do at once what is due in a day."""
    JobStep.objects.filter(kind=StepKind.SWEEP).update(not_before=real_now())
    drain()


def names_of(publication: Publication) -> set[str]:
    """Every object that a publication lists, and the pictures taken while it was made."""
    tracks = publication.tracks.all()
    segments = Segment.objects.filter(track__in=tracks).values_list("object_name", flat=True)
    inits = {track.init_object for track in tracks if track.init_object}
    prefixes = {name.split("/")[0] for name in inits}
    frames = Frame.objects.filter(job__prefix__in=prefixes).values_list("object_name", flat=True)
    return inits | set(segments) | set(frames)


def test_tracks_that_a_newer_one_lists_too_stay(master: Master) -> None:
    old, new = revisions(master)
    shared = old.tracks.get(kind="video")
    new.tracks.add(shared)
    kept = names_of(new)
    assert collect() == 1
    sweep()
    assert Track.objects.filter(pk=shared.pk).exists()
    assert set(objects_of(master)) == kept


def test_the_newest_never_goes(master: Master) -> None:
    collect(after=timedelta(days=999))
    assert [row.revision for row in revisions(master)] == [2]
    assert collect(after=timedelta(days=999)) == 0


def test_not_before_every_signed_address_has_run_out(master: Master) -> None:
    assert collect(after=timedelta(hours=24)) == 0
    assert len(revisions(master)) == 2


def test_not_while_it_is_held(master: Master) -> None:
    old, _ = revisions(master)
    Publication.objects.filter(pk=old.pk).update(held_until=real_now() + timedelta(days=3))
    assert collect() == 0
    assert collect(after=timedelta(days=4)) == 1


def test_not_while_a_films_version_points_to_it(master: Master) -> None:
    old, _ = revisions(master)
    version = make_version()
    version.publication = old
    version.save()
    assert collect() == 0
    assert revisions(master)[0] == old
    assert names_of(old) <= set(objects_of(master))


class TestUploads:
    def dropped(self, *, after: timedelta) -> int:
        return collection.drop_uploads(now=real_now() + after)

    def test_one_that_nobody_went_on_with_is_thrown_away(self, settings: Any) -> None:
        master = open_upload(owner="zhang", size=9)
        assert self.dropped(after=timedelta(days=settings.UPLOAD_DAYS - 1)) == 0
        assert self.dropped(after=timedelta(days=settings.UPLOAD_DAYS + 1)) == 1
        master.refresh_from_db()
        assert (master.state, master.upload_id) == (MasterState.ABORTED, "")

    def test_the_file_of_a_cancelled_one_as_well(self, tmp_path: Any) -> None:
        master = hand_in(make_film(tmp_path / "film.mov", frames=48))
        Job.objects.update(cancelled_at=real_now())
        Master.objects.update(state=MasterState.CANCELLED)
        assert storage.master_size(master.object_key) == master.size
        assert self.dropped(after=timedelta(days=31)) == 1
        assert storage.master_size(master.object_key) is None

    def test_of_one_refused_long_ago_and_cancelled_now_it_is_kept(self, settings: Any) -> None:
        """That it can be tried again is promised from the cancelling on."""
        job = make_job(make_master(state=MasterState.FAILED))
        long_ago = real_now() - timedelta(days=settings.UPLOAD_DAYS + 5)
        Job.objects.filter(pk=job.pk).update(cancelled_at=long_ago)
        steering.cancel(master=job.master, now=real_now())
        assert self.dropped(after=timedelta(days=settings.UPLOAD_DAYS - 1)) == 0
        assert self.dropped(after=timedelta(days=settings.UPLOAD_DAYS + 1)) == 1

    def test_one_that_is_worked_on_or_ready_stays(self) -> None:
        for state in (MasterState.PROCESSING, MasterState.READY, MasterState.FAILED):
            make_job(make_master(state=state))
        assert self.dropped(after=timedelta(days=999)) == 0


def test_a_sweep_for_each_job_whose_tracks_went(master: Master) -> None:
    now: datetime = real_now()
    first = Job.objects.earliest("pk")
    before = first.steps.filter(kind=StepKind.SWEEP).count()
    collection.collect(now=now + A_DAY_LATER)
    assert first.steps.filter(kind=StepKind.SWEEP).count() == before + 1
