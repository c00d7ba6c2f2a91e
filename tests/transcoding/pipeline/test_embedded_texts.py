"""Subtitles within a master become tracks like those that are handed in."""

import subprocess
from pathlib import Path

import pytest

from tests.transcoding.films import make_film
from tests.transcoding.rows import real_now
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import do_next, stored
from transcoding import jobs, runner
from transcoding.models import Job, JobStep, SubtitleSource
from transcoding.states import StepKind

pytestmark = pytest.mark.django_db(transaction=True)
SRT = "1\n00:00:01,000 --> 00:00:01,500\n<i>江水</i>\n"
# Films begin at ten seconds.
SHOWN = "00:00:11.000 --> 00:00:11.500\n<i>江水</i>\n"


def with_text(
    tmp_path: Path, *, suffix: str, codec: str, late: float = 0, use: str = "forced"
) -> Path:
    """A film of two seconds with one Chinese text; all of it may start `late` seconds."""
    film = make_film(tmp_path / "film.mov", frames=48)
    text, whole = tmp_path / "text.srt", tmp_path / f"whole.{suffix}"
    text.write_text(SRT, encoding="utf-8")
    command = [
        *(runner.binaries().ffmpeg, "-v", "error", "-i", str(film), "-i", str(text)),
        *("-map", "0:v", "-map", "1:0", "-c:v", "copy", "-c:s", codec),
        *("-metadata:s:s:0", "language=chi", "-disposition:s:0", use),
        *("-output_ts_offset", str(late), str(whole)),
    ]
    subprocess.run(command, check=True)
    return whole


def embedded_step(film: Path) -> JobStep:
    """The step as the plan adds it, done."""
    hand_in(film)
    do_next(StepKind.SURVEY)
    job = Job.objects.get()
    JobStep.objects.exclude(kind=StepKind.SURVEY).delete()
    (text,) = job.plan["source"]["texts"]
    jobs.add_step(job, StepKind.SUBTITLE, now=real_now(), stream=text["index"])
    return do_next(StepKind.SUBTITLE)


@pytest.mark.parametrize(
    ("suffix", "codec", "late"),
    [
        ("mkv", "subrip", 0),
        ("mkv", "ass", 0),
        ("mkv", "webvtt", 5),
        ("mp4", "mov_text", 0),
        ("mp4", "mov_text", 5),
    ],
)
def test_a_stream_becomes_a_track(tmp_path: Path, suffix: str, codec: str, late: int) -> None:
    step = embedded_step(with_text(tmp_path, suffix=suffix, codec=codec, late=late))
    (track,) = step.tracks.values()
    assert SHOWN in stored(track["segments"][0]["object"]).decode()
    assert (track["language"], track["forced"]) == ("zh", True)
    assert SubtitleSource.objects.get().origin == "embedded"


def test_one_for_those_who_do_not_hear_stays_so(tmp_path: Path) -> None:
    film = with_text(tmp_path, suffix="mkv", codec="subrip", use="hearing_impaired")
    (track,) = embedded_step(film).tracks.values()
    assert (track["role"], track["forced"]) == ("captions", False)


def test_a_step_that_runs_again_keeps_one_row(tmp_path: Path) -> None:
    step = embedded_step(with_text(tmp_path, suffix="mkv", codec="subrip"))
    jobs.add_step(step.job, StepKind.SUBTITLE, now=real_now(), **step.parameters)
    do_next(StepKind.SUBTITLE)
    assert SubtitleSource.objects.count() == 1
