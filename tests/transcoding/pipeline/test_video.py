"""Chunks of the picture: the very frames of the survey, or nothing."""

from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any, Self

import pytest
from django.db import connection

from infra.local.hls import count_frames
from tests.transcoding.films import drawn, ffmpeg, make_film
from tests.transcoding.rows import steal
from tests.transcoding.troubles import break_store
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import (
    assert_ready,
    claim_next,
    clear_tracks,
    do_next,
    drain,
    listed_objects,
    objects_of,
)
from transcoding import leases, storage, tasks
from transcoding.leases import Lease
from transcoding.models import Job, JobStep, Master, Segment, Track
from transcoding.pipeline.video import FramesMissing, check_frames
from transcoding.schedule import Chunk, Grid
from transcoding.states import MasterState, Problem, StepKind, StepState, TrackKind

pytestmark = pytest.mark.django_db(transaction=True)
PRORES = ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le")
GRID = Grid(frame_rate=Fraction(24), frames=336)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Fourteen seconds: three chunks of one small rung."""
    return make_film(tmp_path / "film.mkv", frames=336)


def surveyed(film: Path) -> Master:
    master = hand_in(film)
    do_next(StepKind.SURVEY)
    return master


def chunk_at(start: int) -> JobStep:
    return JobStep.objects.get(
        kind=StepKind.VIDEO, parameters__start=start, parameters__generation=0
    )


def frames_of(master: Master, tmp_path: Path) -> list[int]:
    """Frames of each rung as FFmpeg decodes them."""
    return [
        count_frames(track.write(tmp_path / "track.mp4"), stream="v:0")[0]
        for track in clear_tracks(assert_ready(master)).values()
        if track.row.kind == "video"
    ]


class TestOtherFrames:
    def test_a_container_that_can_not_be_sought_in_is_encoded_as_one_chunk(
        self, tmp_path: Path
    ) -> None:
        """One key frame in 26 s of MPEG-TS: a seek lands on other frames, or on none at all."""
        film = tmp_path / "film.ts"
        codec = ("-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "keyint=infinite")
        ffmpeg(*drawn(frames=624), *codec, film)
        master = surveyed(film)
        planned = JobStep.objects.filter(kind=StepKind.VIDEO).count()
        assert planned > 3
        drain()
        assert frames_of(master, tmp_path) == [624]
        seen = [step.result for step in JobStep.objects.filter(kind=StepKind.VIDEO)]
        assert len(seen) == 2
        assert seen[0] is not None
        assert seen[0]["replanned"]

    def test_a_digest_that_does_not_match_is_planned_anew(self, film: Path, tmp_path: Path) -> None:
        master = surveyed(film)
        tamper(chunk_at(144))
        first, second = do_next(StepKind.VIDEO), do_next(StepKind.VIDEO)
        assert first.tracks
        assert second.result == {"replanned": True, "seen": 144}
        (whole,) = JobStep.objects.filter(state=StepState.READY, kind=StepKind.VIDEO)
        assert (whole.parameters["start"], whole.parameters["end"]) == (0, 336)
        assert Job.objects.get().plan["generation"] == 1
        drain()
        assert frames_of(master, tmp_path) == [336]
        prefix = f"{whole.job.prefix}/{whole.pk}/"
        pictures = Segment.objects.exclude(track__kind=TrackKind.STORYBOARD)
        names = list(pictures.values_list("object_name", flat=True))
        assert names
        assert all(name.startswith(prefix) for name in names)

    def test_nothing_of_the_first_plan_stays_in_the_store(self, film: Path) -> None:
        master = surveyed(film)
        tamper(chunk_at(288))
        drain()
        assert set(objects_of(master)) == listed_objects()

    def test_a_whole_film_that_does_not_match_is_damaged(self, film: Path) -> None:
        master = surveyed(film)
        tamper(chunk_at(0))
        do_next(StepKind.VIDEO)
        tamper(JobStep.objects.get(kind=StepKind.VIDEO, parameters__generation=1))
        do_next(StepKind.VIDEO)
        master.refresh_from_db()
        assert (master.state, master.problem) == (MasterState.FAILED, Problem.DAMAGED)
        assert master.detail == "336 frames where 336 were surveyed"
        assert [step.kind for step in drain()] == [StepKind.SWEEP]
        assert objects_of(master) == {}
        assert not Track.objects.exists()

    def test_two_chunks_that_do_not_match_plan_once(self, film: Path, tmp_path: Path) -> None:
        """Both were at work when the first was found out."""
        master = surveyed(film)
        tamper(chunk_at(0))
        tamper(chunk_at(144))
        first, second = claim_next(StepKind.VIDEO), claim_next(StepKind.VIDEO)
        tasks.do(first)
        tasks.do(second)
        assert JobStep.objects.filter(kind=StepKind.VIDEO, state=StepState.READY).count() == 1
        drain()
        assert frames_of(master, tmp_path) == [336]

    def test_progress_forgets_what_was_in_vain(self, film: Path) -> None:
        surveyed(film)
        tamper(chunk_at(0))
        do_next(StepKind.VIDEO)
        weights = JobStep.objects.filter(kind=StepKind.VIDEO).values_list("weight", flat=True)
        assert sorted(weights) == [0, 14]


def tamper(step: JobStep) -> None:
    step.parameters["digest"] = "0" * 64
    step.save()


class TestStore:
    @pytest.mark.parametrize(
        ("suffix", "options"), [("mkv", ()), ("mov", ()), ("mkv", PRORES), ("mov", PRORES)]
    )
    def test_half_a_read_completes_nothing_and_plans_nothing_anew(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str,
        options: tuple[str, ...],
    ) -> None:  # fmt: skip
        """FFmpeg may end well on it: the frames would be fewer, and the film not to blame."""
        film = make_film(tmp_path / f"film.{suffix}", frames=336, options=options)
        master = surveyed(film)
        with monkeypatch.context() as broken:
            break_store(broken, breaks_at=film.stat().st_size // 2, times=10**6)
            steps = [do_next(StepKind.VIDEO) for _ in range(3)]
        failed = [step for step in steps if step.state != StepState.DONE]
        assert failed
        assert {step.error for step in failed if suffix == "mkv"} <= {
            "StoreUnavailable: connection reset by peer"
        }
        assert {step.state for step in failed} == {StepState.READY}
        assert Job.objects.get().plan["generation"] == 0
        JobStep.objects.update(not_before=steps[0].created_at)
        drain()
        assert frames_of(master, tmp_path) == [336]

    def test_a_segment_that_can_not_be_stored_ends_the_step(
        self, film: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        surveyed(film)

        def full(*_: object, **__: object) -> None:
            raise storage.StoreUnavailable("no space left")

        monkeypatch.setattr(storage, "put_rendition", full)
        step = do_next(StepKind.VIDEO)
        assert (step.state, step.error) == (StepState.READY, "StoreUnavailable: no space left")


class TestLostLease:
    @pytest.fixture(autouse=True)
    def beats_often(self, settings: Any) -> None:
        settings.LEASE_SECONDS = 1.5

    def test_a_step_that_was_taken_over_leaves_no_second_set(
        self, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its first segment is stored, then another worker has the step: as after a long pause."""
        master = surveyed(film)
        first = claim_next(StepKind.VIDEO)
        taken: list[JobStep] = []
        before_theft(monkeypatch, taken)
        tasks.do(first)
        (second,) = taken
        assert (second.pk, second.attempt) == (first.pk, 2)
        assert JobStep.objects.get(pk=first.pk).state == StepState.RUNNING
        tasks.do(second)
        until_swept = drain()
        assert frames_of(master, tmp_path) == [336]
        assert Track.objects.count() == 3
        assert Segment.objects.filter(track__kind="video").count() == 3
        assert Segment.objects.filter(track__kind="i_frames").count() == 14
        theirs = f"{first.job.prefix}/{first.pk}/1/"
        assert not any(name.startswith(theirs) for name in listed_objects())
        sweep = until_swept[-1]
        assert sweep.kind == StepKind.SWEEP
        assert sweep.result is not None
        assert sweep.result["deleted"] >= 1
        assert not any(name.startswith(theirs) for name in objects_of(master))

    def test_its_encoder_is_stopped(
        self, film: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        surveyed(film)
        step = claim_next(StepKind.VIDEO)
        before_theft(monkeypatch, [])
        tasks.do(step)
        assert f"lease of step {step.pk} is gone" in caplog.text
        assert "the lease is lost" in caplog.text


def before_theft(monkeypatch: pytest.MonkeyPatch, taken: list[JobStep]) -> None:
    """After the first stored segment somebody else claims the step, and the lease hears of it."""
    put, held = storage.put_rendition, held_leases(monkeypatch)
    turn = Lock()  # rungs and stills are stored side by side

    def put_then_lose(*args: Any, **options: Any) -> None:
        with turn:
            put(*args, **options)
            if not taken:
                (lease,) = held
                taken.append(steal(lease.step))
                connection.close()  # this thread's own
                assert lease.lost.wait(30)

    monkeypatch.setattr(storage, "put_rendition", put_then_lose)


def held_leases(monkeypatch: pytest.MonkeyPatch) -> list[Lease]:
    """Every lease that is entered from now on."""
    held: list[Lease] = []

    class Watched(Lease):
        def __enter__(self) -> Self:
            held.append(self)
            return super().__enter__()

    monkeypatch.setattr(leases, "Lease", Watched)
    return held


CHUNK = Chunk(start=144, end=336)
WHOLE = [
    {"index": 1, "samples": 144, "ticks": 144_000},
    {"index": 2, "samples": 48, "ticks": 48_000},
]
FIRST, LAST = WHOLE


class TestCheckFrames:
    def test_what_was_planned(self) -> None:
        check_frames(WHOLE, grid=GRID, chunk=CHUNK)

    @pytest.mark.parametrize(
        "seen",
        [
            [],
            [FIRST],
            [LAST],
            [LAST, FIRST],
            [FIRST, LAST, LAST],
            [FIRST | {"samples": 143}, LAST],
            [FIRST | {"ticks": 143_000}, LAST],
            [FIRST | {"index": 0}, LAST],
            [FIRST, LAST | {"samples": 144, "ticks": 144_000}],
        ],
    )
    def test_anything_else(self, seen: list[dict[str, int]]) -> None:
        with pytest.raises(FramesMissing, match="planned"):
            check_frames(seen, grid=GRID, chunk=CHUNK)


def test_progress_is_told_while_a_chunk_is_encoded(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []
    report = Lease.report

    def listen(self: Lease, *, progress: float, speed: float = 0) -> None:
        told.append(progress)
        report(self, progress=progress, speed=speed)

    monkeypatch.setattr(Lease, "report", listen)
    surveyed(film)
    do_next(StepKind.VIDEO)
    assert told[-1] == 1
