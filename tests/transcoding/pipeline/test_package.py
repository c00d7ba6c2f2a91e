"""Packaging: chunks are one film or no film, and a publication lists what is there."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from tests.transcoding.rows import make_job, make_step, steal
from tests.transcoding.workshop import do_next, objects_of
from transcoding import leases, tasks
from transcoding.models import Job, Publication, Track
from transcoding.pipeline.package import NotOneFilm, join, peak
from transcoding.schedule import Grid
from transcoding.states import StepKind, StepState, TrackKind

GRID = Grid(frame_rate=Fraction(24), frames=336)
TICKS = 1000
Chunks = list[dict[str, Any]]


def segment(index: int, *, samples: int = 144) -> dict[str, Any]:
    start = 238_000 + index * 144 * TICKS
    return {
        "index": index, "object": f"{index}.m4s", "decode_time": start,
        "ticks": samples * TICKS, "samples": samples, "size": 1000 * samples,
    }  # fmt: skip


def chunks() -> Chunks:
    """A film of three segments in two chunks."""
    return [
        {"init": "same", "segments": [segment(0), segment(1)]},
        {"init": "same", "segments": [segment(2, samples=48)]},
    ]


class TestPeak:
    def test_the_last_segment_counts_as_well(self) -> None:
        loud = segment(2) | {"size": 999_999}
        segments = [segment(0), segment(1), loud]
        assert peak(segments, timescale=24 * TICKS) == round(999_999 * 8 / 6)

    def test_a_rest_of_less_than_half_does_not(self) -> None:
        rest = segment(2, samples=71) | {"size": 999_999}
        segments = [segment(0), segment(1), rest]
        assert peak(segments, timescale=24 * TICKS) == round(144_000 * 8 / 6)


class TestJoin:
    def test_chunks_become_one_film(self) -> None:
        assert [s["index"] for s in join(chunks(), grid=GRID)] == [0, 1, 2]

    def test_in_whatever_order_they_come(self) -> None:
        assert join(chunks()[::-1], grid=GRID) == join(chunks(), grid=GRID)

    @staticmethod
    def other_init(film: Chunks) -> None:
        film[1]["init"] = "other"

    @staticmethod
    def gap(film: Chunks) -> None:
        film[1]["segments"][0]["decode_time"] += TICKS

    @staticmethod
    def overlap(film: Chunks) -> None:
        film[0]["segments"][1]["ticks"] += TICKS

    @staticmethod
    def frame_missing(film: Chunks) -> None:
        film[0]["segments"][1]["samples"] -= 1

    @staticmethod
    def tail_missing(film: Chunks) -> None:
        del film[1]

    @staticmethod
    def head_missing(film: Chunks) -> None:
        del film[0]["segments"][0]

    @staticmethod
    def doubled(film: Chunks) -> None:
        film.append(film[1])

    @staticmethod
    def misnumbered(film: Chunks) -> None:
        film[1]["segments"][0]["index"] = 3

    @pytest.mark.parametrize(
        "fault",
        [other_init, gap, overlap, frame_missing, tail_missing, head_missing, doubled, misnumbered],
        ids=lambda fault: fault.__func__.__name__,
    )
    def test_anything_else_is_not_one_film(self, fault: Callable[[Chunks], None]) -> None:
        film = chunks()
        fault(film)
        with pytest.raises(NotOneFilm):
            join(film, grid=GRID)

    def test_nothing_is_not_a_film(self) -> None:
        with pytest.raises(NotOneFilm):
            join([], grid=GRID)


def planned_job() -> Job:
    job = make_job()
    job.plan = {
        "grid": GRID.to_json(), "rungs": [{"name": "h264-90", "profile": "h264"}], "stills": [],
        "key_period_segments": 2, "generation": 0,
    }  # fmt: skip
    job.save()
    return job


@pytest.mark.django_db(transaction=True)
class TestStep:
    def test_chunks_that_do_not_join_publish_nothing(self) -> None:
        job = planned_job()
        film = chunks()
        film[1]["segments"][0]["decode_time"] += 1
        for start, chunk in zip((0, 288), film, strict=True):
            make_step(
                job, state=StepState.DONE, result={"tracks": {"h264-90": chunk}},
                parameters={"generation": 0, "start": start},
            )  # fmt: skip
        make_step(job, StepKind.PACKAGE)
        step = do_next(StepKind.PACKAGE)
        assert step.state == StepState.READY
        assert step.error.startswith("NotOneFilm: segment 2 at 526001, not 526000")
        assert not Track.objects.exists()
        assert not Publication.objects.exists()

    def test_a_film_without_the_subtitle_that_failed(self) -> None:
        job = planned_job()
        made = {"subtitles-1": {"segments": [segment(0)], "language": "en", "role": "subtitles",
                                "timescale": 1000}}  # fmt: skip
        make_step(job, StepKind.SUBTITLE, state=StepState.DONE, result={"tracks": made})
        make_step(job, StepKind.SUBTITLE, state=StepState.FAILED)
        make_step(job, StepKind.PACKAGE)
        assert do_next(StepKind.PACKAGE).result == {"tracks": ["subtitles-1"]}
        track = Track.objects.get()
        assert (track.kind, track.language, track.role) == ("subtitle", "en", "subtitles")
        assert (track.secret, track.key_period_segments, track.codecs) == (None, 0, "wvtt")

    def test_of_two_holders_one_writes_tracks(self) -> None:
        job = planned_job()
        made = {"subtitles-1": {"segments": [segment(0)], "language": "en", "timescale": 1000}}
        make_step(job, StepKind.SUBTITLE, state=StepState.DONE, result={"tracks": made})
        make_step(job, StepKind.PACKAGE)
        first = leases.claim(queue="default")
        assert first is not None
        second = steal(first)
        tasks.do(first)
        assert not Track.objects.exists()
        tasks.do(second)
        assert Track.objects.count() == 1
        assert objects_of(job.master) == {}


SHEETS = {
    "label": "storyboard",
    "segments": [
        {"index": 0, "object": "a.jpg", "ticks": 10_000, "samples": 2, "size": 9000},
        {"index": 1, "object": "b.jpg", "ticks": 4_000, "samples": 1, "size": 5000},
    ],
    "timescale": 1000, "width": 160, "height": 90, "columns": 2, "rows": 1, "seconds": 5,
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestStoryboard:
    def test_what_the_survey_left_becomes_a_track(self) -> None:
        job = planned_job()
        result = {"frames": 336, "storyboard": SHEETS}
        make_step(job, StepKind.SURVEY, state=StepState.DONE, result=result)
        make_step(job, StepKind.PACKAGE)
        assert do_next(StepKind.PACKAGE).result == {"tracks": ["storyboard"]}
        track = Track.objects.get()
        assert (track.kind, track.secret, track.timescale) == (TrackKind.STORYBOARD, None, 1000)
        assert (track.width, track.height) == (160, 90)
        assert track.tiles == {"columns": 2, "rows": 1, "seconds": 5, "pictures": [2, 1]}
        rows = track.segments.order_by("position").values_list("object_name", "ticks", "size")
        assert list(rows) == [("a.jpg", 10_000, 9000), ("b.jpg", 4_000, 5000)]

    @pytest.mark.parametrize("result", [{"frames": 336}, {"frames": 336, "storyboard": None}])
    def test_a_survey_that_made_none(self, result: dict[str, Any]) -> None:
        job = planned_job()
        make_step(job, StepKind.SURVEY, state=StepState.DONE, result=result)
        make_step(job, StepKind.PACKAGE)
        assert do_next(StepKind.PACKAGE).result == {"tracks": []}
