"""A publication lists what is there, and of two that say the same the newest."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.transcoding.films import make_film
from tests.transcoding.pipeline.test_package import segment
from tests.transcoding.rows import make_job, real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, clear_tracks, drain
from transcoding import subtitling
from transcoding.models import Job, JobStep, Master, Publication, Segment, SubtitleSource, Track
from transcoding.pipeline.revision import listed, publish_tracks
from transcoding.states import MasterState, StepKind, TrackKind


def make_track(job: Job, label: str, kind: TrackKind = TrackKind.VIDEO) -> Track:
    return Track(
        master=job.master, kind=kind, label=label, codecs="", timescale=24000,
        peak_bandwidth=1, average_bandwidth=1,
    )  # fmt: skip


def publish(job: Job, *labels: str, kind: TrackKind = TrackKind.VIDEO) -> Publication | None:
    publish_tracks(job, [(make_track(job, label, kind), [segment(0)]) for label in labels])
    return job.master.publications.order_by("-revision").first()


def labels_of(publication: Publication | None) -> set[str]:
    assert publication is not None
    return set(publication.tracks.values_list("label", flat=True))


@pytest.mark.django_db
class TestPublish:
    def test_a_film_with_a_picture_is_ready(self) -> None:
        job = make_job()
        publication = publish(job, "h264-90", "h264-234")
        assert labels_of(publication) == {"h264-90", "h264-234"}
        assert Master.objects.get().state == MasterState.READY
        assert Job.objects.get().finished_at is not None
        rows = Segment.objects.values_list("position", "object_name", "ticks", "size")
        assert set(rows) == {(0, "0.m4s", 144_000, 144_000)}

    def test_a_subtitle_that_is_ready_first_waits_for_the_picture(self) -> None:
        film = make_job()
        assert publish(make_job(film.master), "subtitles-1", kind=TrackKind.SUBTITLE) is None
        assert Master.objects.get().state == MasterState.PROCESSING
        assert labels_of(publish(film, "h264-90")) == {"h264-90", "subtitles-1"}

    def test_a_revision_keeps_the_tracks_before_it(self) -> None:
        film = make_job()
        publish(film, "h264-90")
        later = make_job(film.master)
        publication = publish(later, "subtitles-1", kind=TrackKind.SUBTITLE)
        assert labels_of(publication) == {"h264-90", "subtitles-1"}
        assert [p.revision for p in Publication.objects.order_by("pk")] == [1, 2]
        assert labels_of(Publication.objects.get(revision=1)) == {"h264-90"}

    def test_a_new_track_takes_the_place_of_the_old_one_of_its_name(self) -> None:
        film = make_job()
        publish(film, "h264-90", "h264-234")
        publish(make_job(film.master), "h264-90")
        old, other, new = Track.objects.order_by("pk")
        assert set(Publication.objects.get(revision=2).tracks.all()) == {new, other}
        assert set(Publication.objects.get(revision=1).tracks.all()) == {old, other}

    def test_a_job_that_made_nothing_publishes_nothing(self) -> None:
        film = make_job()
        publish(film, "h264-90")
        publish(make_job(film.master))
        assert Publication.objects.count() == 1


NOW = real_now()


def text(master: Master, number: int, **fields: object) -> Track:
    values = {"language": "zh-Hans", "role": "subtitles"} | fields
    return Track(
        master=master, kind=TrackKind.SUBTITLE, label=f"subtitles-{number}", codecs="wvtt",
        timescale=1000, peak_bandwidth=1, average_bandwidth=1, **values,
    )  # fmt: skip


@pytest.mark.django_db
class TestSubtitles:
    def test_the_newest_of_one_language_and_use_is_listed(self) -> None:
        master = make_job().master
        tracks = [text(master, number) for number in (1, 2, 3)]
        written = {1: NOW, 2: NOW + timedelta(1), 3: NOW - timedelta(1)}
        assert listed(tracks, written=written) == [tracks[1]]

    @pytest.mark.parametrize(
        "other", [{"language": "zh-Hant"}, {"role": "captions"}, {"forced": True}]
    )
    def test_one_for_another_use_stands_beside_it(self, other: dict[str, object]) -> None:
        master = make_job().master
        tracks = [text(master, 1), text(master, 2, **other)]
        assert listed(tracks, written={1: NOW, 2: NOW + timedelta(1)}) == tracks

    def test_two_that_came_with_the_master_correct_nothing(self) -> None:
        """Both are as old as it is: of one language, but two texts."""
        master = make_job().master
        tracks = [text(master, 1), text(master, 2)]
        assert listed(tracks, written={1: NOW, 2: NOW}) == tracks

    def test_one_whose_text_is_gone_is_the_oldest(self) -> None:
        master = make_job().master
        tracks = [text(master, 1), text(master, 2)]
        assert listed(tracks, written={1: NOW}) == [tracks[0]]


@pytest.mark.django_db(transaction=True)
def test_a_corrected_subtitle_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """Of a published film, and nothing is encoded again."""
    master = hand_in(make_film(tmp_path / "film.mov", frames=48))
    steps: list[JobStep] = []
    for words in ("江水", "江河"):
        subtitling.add_subtitle(
            master=master, language="zh-Hans", kind="subtitles", now=real_now(),
            data=f"WEBVTT\n\n00:00.100 --> 00:01.000\n{words}\n".encode(),
        )  # fmt: skip
        steps = drain()
        played = clear_tracks(assert_ready(master))
        (subtitle,) = [t for t in played.values() if t.row.kind == TrackKind.SUBTITLE]
        assert words in subtitle.segments[0].decode()
    assert [step.kind for step in steps] == ["subtitle", "package", "sweep"]
    assert SubtitleSource.objects.count() == 2
    assert JobStep.objects.filter(kind=StepKind.VIDEO).count() == 1
    first, second = (
        set(publication.tracks.filter(kind=TrackKind.VIDEO))
        for publication in master.publications.all()
    )
    assert first == second
