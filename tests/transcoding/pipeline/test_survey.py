"""The survey: what is a film, how long it is, and how it will be worked on."""

import hashlib
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.transcoding.films import PICTURE, drawn, ffmpeg, make_film, tone
from tests.transcoding.rows import real_now
from tests.transcoding.sources import make_source
from tests.transcoding.troubles import Eavesdropper, break_store
from tests.transcoding.visitors import Filmmaker, hand_in, make_user
from tests.transcoding.workshop import do_next
from transcoding import runner, subtitling
from transcoding.messages import describe
from transcoding.models import Job, JobStep, Master
from transcoding.pipeline.decode import digest, read_hashes
from transcoding.pipeline.survey import check_length
from transcoding.schedule import Grid
from transcoding.states import MasterRefused, MasterState, Problem, StepKind, StepState

pytestmark = pytest.mark.django_db(transaction=True)
PRORES = ("-c:v", "prores_ks", "-pix_fmt", "yuv422p10le")
LINE = "0,          0,          0,        1,    21600, {}\n"


def survey(film: Path, *, owner: str = "owner") -> tuple[Master, JobStep]:
    """A master after its first step."""
    master = hand_in(film, owner=owner)
    step = do_next(StepKind.SURVEY)
    master.refresh_from_db()
    return master, step


def frames_seen(step: JobStep) -> tuple[int, int]:
    """How many there are, and how many of them are damaged."""
    assert step.result is not None
    return step.result["frames"], step.result["measured"]["damaged"]


def cut(path: Path) -> Path:
    """The first half of a file, as an upload that was believed to be whole."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


class TestPlan:
    @pytest.fixture
    def job(self, tmp_path: Path) -> Job:
        survey(make_film(tmp_path / "film.mov", frames=336, sound=14))
        return Job.objects.get()

    def test_its_grid_is_what_was_decoded(self, job: Job) -> None:
        assert Grid.from_json(job.plan["grid"]) == Grid(frame_rate=Fraction(24), frames=336)
        assert [rung["name"] for rung in job.plan["rungs"]] == ["h264-90"]
        assert job.plan["key_period_segments"] == 2
        assert job.plan["generation"] == 0

    def test_the_chunks_are_named_by_the_frames_they_hold(self, job: Job) -> None:
        steps = job.steps.filter(kind=StepKind.VIDEO).order_by("parameters__start")
        spans = [(step.parameters["start"], step.parameters["end"]) for step in steps]
        assert spans == [(0, 144), (144, 288), (288, 336)]
        digests = {step.parameters["digest"] for step in steps}
        assert len(digests) == 3
        assert job.plan["digest"] not in digests

    def test_packaging_waits_for_the_rest(self, job: Job) -> None:
        states = dict(job.steps.exclude(kind=StepKind.VIDEO).values_list("kind", "state"))
        assert states == {
            StepKind.SURVEY: StepState.DONE,
            StepKind.AUDIO: StepState.READY,
            StepKind.REPORT: StepState.WAITING,
            StepKind.PACKAGE: StepState.WAITING,
            StepKind.SWEEP: StepState.WAITING,
        }

    def test_the_facts_are_kept_without_names(self, job: Job) -> None:
        source = job.master.source
        assert source is not None
        assert source["streams"][0]["codec_name"] == "h264"
        assert "tags" not in source["format"]
        assert "filename" not in source["format"]

    def test_a_silent_film_has_no_sound_to_encode(self, tmp_path: Path) -> None:
        survey(make_film(tmp_path / "film.mov", frames=48))
        assert not JobStep.objects.filter(kind=StepKind.AUDIO).exists()

    def test_subtitles_that_wait_are_taken_along(self, tmp_path: Path) -> None:
        master = hand_in(make_film(tmp_path / "film.mov", frames=48))
        for language in ("en", "zh-Hans"):
            subtitling.add_subtitle(
                master=master, language=language, kind="subtitles",
                data=b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n", now=real_now(),
            )  # fmt: skip
        do_next(StepKind.SURVEY)
        assert JobStep.objects.filter(kind=StepKind.SUBTITLE).count() == 2
        assert Job.objects.count() == 1

    @pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "ts", "avi", "mpg", "mxf"])
    def test_every_container_on_the_list_is_counted_to_the_frame(
        self, tmp_path: Path, suffix: str
    ) -> None:
        """MXF and MPEG-2 come as cameras and broadcasters write them."""
        codec = ("-c:v", "mpeg2video") if suffix in {"mxf", "mpg"} else PICTURE
        film = make_film(tmp_path / f"film.{suffix}", frames=75, rate="25", options=codec)
        master, _ = survey(film)
        assert (master.state, master.detail) == (MasterState.PROCESSING, "")
        assert Job.objects.get().plan["grid"] == {"frame_rate": [25, 1], "frames": 75}

    def test_a_film_shot_upright_is_planned_upright(self, tmp_path: Path) -> None:
        flat = make_film(tmp_path / "flat.mov", frames=48)
        ffmpeg("-display_rotation", "90", "-i", flat, "-c", "copy", tmp_path / "upright.mov")
        survey(tmp_path / "upright.mov")
        (rung,) = Job.objects.get().plan["rungs"]
        assert (rung["width"], rung["height"]) == (90, 160)

    def test_a_trimmed_film_is_as_long_as_it_is_shown(self, tmp_path: Path) -> None:
        """An edit list hides what was cut away; the container still counts those frames."""
        whole = make_film(tmp_path / "whole.mov", frames=240)
        ffmpeg("-ss", "3.25", "-i", whole, "-c", "copy", tmp_path / "trimmed.mov")
        survey(tmp_path / "trimmed.mov")
        assert 160 <= Job.objects.get().plan["grid"]["frames"] <= 163


def text(path: Path, lure: str) -> None:
    path.write_text("This is a letter and not a film.\n" * 200)


def playlist(path: Path, lure: str) -> None:
    path.write_text(
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n"
        f"#EXTINF:10,\n{lure}/0.ts\n#EXT-X-ENDLIST\n"
    )


def concat(path: Path, lure: str) -> None:
    path.write_text(f"ffconcat version 1.0\nfile '{lure}/film.mov'\n")


def manifest(path: Path, lure: str) -> None:
    path.write_text(
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
        f"<BaseURL>{lure}/</BaseURL><Period><AdaptationSet><Representation id='1'/>"
        "</AdaptationSet></Period></MPD>\n"
    )


def session(path: Path, lure: str) -> None:
    port = lure.rsplit(":", 1)[-1]
    path.write_text(f"v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n")


def photograph(path: Path, lure: str) -> None:
    ffmpeg(*drawn(frames=1), "-f", "image2", "-c:v", "mjpeg", path)


def flash_film(path: Path, lure: str) -> None:
    ffmpeg(*drawn(frames=72), *PICTURE, "-f", "flv", path)


def half(path: Path, lure: str) -> None:
    cut(make_film(path, frames=240))


def half_with_its_index_first(path: Path, lure: str) -> None:
    cut(make_film(path, frames=240, options=("-movflags", "+faststart")))


def half_matroska(path: Path, lure: str) -> None:
    cut(make_film(path, frames=240, options=("-f", "matroska")))


def half_prores_with_its_index_first(path: Path, lure: str) -> None:
    """Its packets are read and not decoded: they end too early."""
    cut(make_film(path, frames=240, options=("-movflags", "+faststart", *PRORES)))


def zeros(path: Path, lure: str) -> None:
    path.write_bytes(bytes(100_000))


def sound_only(path: Path, lure: str) -> None:
    ffmpeg(*tone(5), "-c:a", "aac", path)


def one_second(path: Path, lure: str) -> None:
    make_film(path, frames=24)


def slow(path: Path, lure: str) -> None:
    make_film(path, frames=12, rate="4")


def minute(path: Path, lure: str) -> None:
    ffmpeg(*drawn(size="12x12", frames=72), "-c:v", "ffv1", "-f", "matroska", path)


@pytest.mark.parametrize(
    ("write", "problem"),
    [
        (text, Problem.NOT_A_FILM),
        (playlist, Problem.NOT_A_FILM),
        (concat, Problem.NOT_A_FILM),
        (manifest, Problem.NOT_A_FILM),
        (session, Problem.NOT_A_FILM),
        (photograph, Problem.NOT_A_FILM),
        (flash_film, Problem.NOT_A_FILM),
        (zeros, Problem.NOT_A_FILM),
        (half, Problem.DAMAGED),
        (half_with_its_index_first, Problem.DAMAGED),
        (half_matroska, Problem.DAMAGED),
        (half_prores_with_its_index_first, Problem.DAMAGED),
        (sound_only, Problem.NO_PICTURE),
        (one_second, Problem.TOO_SHORT),
        (slow, Problem.FRAME_RATE),
        (minute, Problem.DIMENSIONS),
    ],
)
def test_what_is_no_film_is_refused_in_words_and_lures_nobody(
    tmp_path: Path, write: Callable[[Path, str], None], problem: Problem
) -> None:
    owner = make_user("filmmaker")
    with Eavesdropper() as eavesdropper:
        write(tmp_path / "film.mov", eavesdropper.url)
        master, step = survey(tmp_path / "film.mov", owner=owner.public_id)
        assert not eavesdropper.heard()
    assert (master.state, master.problem) == (MasterState.FAILED, problem), master.detail
    assert (step.state, step.attempt) == (StepState.FAILED, 1)
    assert not JobStep.objects.exclude(kind__in=(StepKind.SURVEY, StepKind.SWEEP)).exists()
    told = {
        language: Filmmaker.client_of(owner, language=language)
        .get(f"/api/v1/masters/{master.public_id}/")
        .json()["message"]
        for language in ("en", "zh-CN")
    }
    assert told == {language: describe(problem, language=language) for language in told}


class TestKilled:
    @pytest.fixture(params=["FFMPEG", "FFPROBE"])
    def killed(
        self, request: pytest.FixtureRequest, tmp_path: Path, settings: Any
    ) -> Iterator[None]:
        """A program that the kernel kills, as it does when memory runs out."""
        program = tmp_path / "killed"
        program.write_text("#!/bin/sh\nkill -9 $$\n")
        program.chmod(0o755)
        setattr(settings, request.param, str(program))
        runner.binaries.cache_clear()
        yield
        runner.binaries.cache_clear()

    @pytest.mark.usefixtures("killed")
    def test_an_encoder_that_was_killed_says_nothing_of_the_film(self, tmp_path: Path) -> None:
        master, step = survey(make_film(tmp_path / "film.mov", frames=48))
        assert (step.state, step.error) == (StepState.READY, "EncoderFailed: exit -9: ")
        assert (master.state, master.problem) == (MasterState.PROCESSING, "")


class TestStore:
    """A store that fails is no fault of the master's."""

    @pytest.mark.parametrize(
        ("suffix", "options"),
        [("mkv", ()), ("mp4", ()), ("mp4", ("-movflags", "+faststart")), ("mov", PRORES)],
        ids=["mkv", "index-last", "index-first", "packets"],
    )
    @pytest.mark.parametrize("share", [0, 0.5])
    def test_the_survey_is_tried_again(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str,
        options: tuple[str, ...], share: float,
    ) -> None:  # fmt: skip
        film = make_film(tmp_path / f"film.{suffix}", frames=240, options=options)
        breaks_at = int(film.stat().st_size * share)
        with monkeypatch.context() as broken:
            break_store(broken, breaks_at=breaks_at, times=10**6)
            master, step = survey(film)
        assert (step.state, step.attempt) == (StepState.READY, 1)
        assert step.error == "StoreUnavailable: connection reset by peer"
        assert (master.state, master.problem) == (MasterState.PROCESSING, "")
        JobStep.objects.update(not_before=step.created_at)
        assert frames_seen(do_next(StepKind.SURVEY)) == (240, 0)

    def test_a_read_that_recovers_is_not_noticed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        film = make_film(tmp_path / "film.mkv", frames=240)
        store = break_store(monkeypatch, breaks_at=film.stat().st_size // 2, times=3)
        _, step = survey(film)
        assert store.times == 0
        assert frames_seen(step) == (240, 0)


class TestLength:
    @staticmethod
    def check(frames: int, declared: float) -> None:
        grid = Grid(frame_rate=Fraction(24), frames=frames)
        check_length(grid, source=make_source(declared_seconds=declared))

    @pytest.mark.parametrize(("frames", "declared"), [(240, 10), (240, 0), (216, 10), (300, 10)])
    def test_as_declared_to_the_second(self, frames: int, declared: float) -> None:
        self.check(frames, declared)

    @pytest.mark.parametrize(
        ("frames", "declared", "problem"),
        [(215, 10, Problem.DAMAGED), (0, 10, Problem.DAMAGED), (47, 0, Problem.TOO_SHORT),
         (0, 0, Problem.TOO_SHORT)],
    )  # fmt: skip
    def test_shorter(self, frames: int, declared: float, problem: Problem) -> None:
        with pytest.raises(MasterRefused) as refusal:
            self.check(frames, declared)
        assert refusal.value.problem is problem


class TestHashes:
    def test_are_the_last_column(self) -> None:
        head = "#format: frame checksums\n#hash: CRC32\n\n"
        stream = BytesIO((head + LINE.format("ab12") + LINE.format("cd34")).encode())
        assert read_hashes(stream) == [b"ab12", b"cd34"]

    def test_a_digest_stands_for_the_frames_and_their_order(self) -> None:
        assert digest([b"a", b"b"]) == hashlib.sha256(b"a\nb").hexdigest()
        runs: list[list[bytes]] = [[b"a", b"b"], [b"b", b"a"], [b"a"], [b"ab"], [b"a", b"a", b"b"]]
        assert len({digest(run) for run in runs}) == len(runs)
