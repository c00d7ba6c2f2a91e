"""The sound: one pass, as long as the picture, whatever the master's own."""

from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from infra.local.hls import count_frames
from tests.transcoding.films import PICTURE, drawn, ffmpeg, make_film, tone
from tests.transcoding.troubles import break_store
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import assert_ready, clear_tracks, do_next, drain
from transcoding.models import JobStep, Master
from transcoding.pipeline.audio import SoundMissing, check_sound
from transcoding.schedule import Grid
from transcoding.states import MasterState, StepKind, StepState

AAC_FRAME = 1024
GRID = Grid(frame_rate=Fraction(24), frames=336)


def encode_sound(film: Path) -> tuple[Master, JobStep]:
    """Survey, then the sound alone: the picture's steps are put aside."""
    master = hand_in(film)
    do_next(StepKind.SURVEY)
    JobStep.objects.filter(kind=StepKind.VIDEO).delete()
    return master, do_next(StepKind.AUDIO)


def samples_of(step: JobStep) -> list[int]:
    segments: list[dict[str, int]] = step.tracks["stereo"]["segments"]
    return [segment["ticks"] for segment in segments]


@pytest.mark.django_db(transaction=True)
class TestStep:
    @pytest.mark.parametrize("sound", [3, 14, 20], ids=["shorter", "as-long", "longer"])
    def test_is_padded_or_cut_to_the_picture(self, tmp_path: Path, sound: float) -> None:
        film = make_film(tmp_path / "film.mov", frames=336, sound=sound)
        _, step = encode_sound(film)
        assert step.state == StepState.DONE, step.error
        samples = samples_of(step)
        assert len(samples) == 3
        assert abs(sum(samples) - AAC_FRAME - 14 * 48000) <= AAC_FRAME

    def test_a_last_picture_shorter_than_a_frame_of_sound(self, tmp_path: Path) -> None:
        """721 frames at 59.94: one beyond two segments, where no frame of AAC begins."""
        film = make_film(tmp_path / "film.mov", frames=721, sound=13, rate="60000/1001")
        _, step = encode_sound(film)
        assert step.state == StepState.DONE, step.error
        assert len(samples_of(step)) == 3

    @pytest.mark.parametrize("late", [0.5, 2.5])
    def test_a_sound_that_begins_late_is_heard_late(self, tmp_path: Path, late: float) -> None:
        film = tmp_path / "film.mov"
        inputs = [*drawn(frames=144), "-itsoffset", str(late), *tone(3)]
        ffmpeg(*inputs, *PICTURE, "-c:a", "pcm_s16le", film)
        _, step = encode_sound(film)
        assert step.state == StepState.DONE, step.error
        master = hand_in(film)
        drain()
        track = clear_tracks(assert_ready(master))["stereo"].write(tmp_path / "sound.mp4")
        heard = ffmpeg(
            "-i", track, "-af", "silencedetect=noise=-50dB:d=0.2,ametadata=print:file=-",
            "-f", "null", "-",
        )  # fmt: skip
        ends = [line for line in heard.decode().splitlines() if "silence_end" in line]
        begins = float(ends[0].split("=")[1]) - AAC_FRAME / 48000  # the priming is played first
        assert begins == pytest.approx(late, abs=0.01)

    def test_half_a_read_completes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        film = make_film(tmp_path / "film.mkv", frames=336, sound=14)
        master = hand_in(film)
        do_next(StepKind.SURVEY)
        JobStep.objects.filter(kind=StepKind.VIDEO).delete()
        break_store(monkeypatch, breaks_at=film.stat().st_size // 2, times=10**6)
        step = do_next(StepKind.AUDIO)
        assert (step.state, step.result) == (StepState.READY, None)
        assert step.error == "StoreUnavailable: connection reset by peer"
        master.refresh_from_db()
        assert master.state == MasterState.PROCESSING

    def test_ffmpeg_hears_what_went_in(self, tmp_path: Path) -> None:
        film = make_film(tmp_path / "film.mov", frames=48, sound=2)
        master = hand_in(film)
        drain()
        track = clear_tracks(assert_ready(master))["stereo"].write(tmp_path / "sound.mp4")
        assert count_frames(track, stream="a:0")[1] == pytest.approx(2, abs=0.05)
        told = ffmpeg(
            "-i", track, "-af", "astats=metadata=1,ametadata=print:file=-", "-f", "null", "-"
        ).decode()
        rates = [float(row.split("=")[1]) for row in told.splitlines() if "Zero_crossings_" in row]
        assert median(rates) == pytest.approx(2 * 440 / 48000, rel=0.1)


def segments(*ticks: int, start: int = 10 * 48000 - AAC_FRAME) -> list[dict[str, int]]:
    made = []
    for length in ticks:
        made.append({"decode_time": start, "ticks": length})
        start += length
    return made


WHOLE = segments(6 * 48000, 6 * 48000, 2 * 48000 + AAC_FRAME)


class TestCheckSound:
    def check(self, made: list[dict[str, int]]) -> None:
        track: dict[str, Any] = {"segments": made, "timescale": 48000}
        check_sound(track, grid=GRID)

    @pytest.mark.parametrize("off", [-2 * AAC_FRAME, 0, 2 * AAC_FRAME])
    def test_as_long_as_the_picture_to_two_frames(self, off: int) -> None:
        last = WHOLE[-1]
        self.check([*WHOLE[:-1], last | {"ticks": last["ticks"] + off}])

    @pytest.mark.parametrize(
        "made",
        [
            [],
            WHOLE[:2],
            [*WHOLE, *segments(1, start=WHOLE[-1]["decode_time"] + WHOLE[-1]["ticks"])],
            [WHOLE[0], WHOLE[1] | {"decode_time": WHOLE[1]["decode_time"] + AAC_FRAME}, WHOLE[2]],
            [WHOLE[0] | {"ticks": 5 * 48000}, *WHOLE[1:]],
            [*WHOLE[:2], WHOLE[2] | {"ticks": 48000}],
            [*WHOLE[:2], WHOLE[2] | {"ticks": 3 * 48000}],
        ],
        ids=["nothing", "one-missing", "one-more", "a-gap", "a-short-one", "too-short", "too-long"],
    )
    def test_anything_else(self, made: list[dict[str, int]]) -> None:
        with pytest.raises(SoundMissing):
            self.check(made)
