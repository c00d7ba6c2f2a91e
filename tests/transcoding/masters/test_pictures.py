"""Codecs, containers, rates, scans and shapes: the same film comes out of each."""

from fractions import Fraction
from pathlib import Path

import pytest

from tests.transcoding.films import drawn, ffmpeg
from tests.transcoding.masters.making import FAST, Row, apart, combed, through_a_chunk, thumbnails
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import do_next
from transcoding.models import Job, JobStep
from transcoding.states import StepKind

pytestmark = pytest.mark.django_db
MPEG2 = ("-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv420p")
FIELDS = (*MPEG2, "-flags", "+ildct+ilme")
HEVC = ("-c:v", "libx265", *FAST, "-crf", "8", "-x265-params", "log-level=error:pools=1")
SAID = ("-color_range", "tv", "-color_primaries", "bt709", "-color_trc", "bt709",
        "-colorspace", "bt709")  # fmt: skip

CODECS = [
    Row(name="prores 422", codec=("-c:v", "prores_ks", "-profile:v", "3")),
    Row(name="prores 4444", codec=("-c:v", "prores_ks", "-profile:v", "4"),
        carries="format=yuva444p10"),
    Row(name="prores in matroska", suffix="mkv", codec=("-c:v", "prores_ks", "-profile:v", "3")),
    Row(name="prores in mxf", suffix="mxf", codec=("-c:v", "prores_ks", "-profile:v", "3")),
    Row(name="dnxhd in mxf", suffix="mxf", carries="scale=1280:720", size=(1280, 720), rate="25",
        codec=("-c:v", "dnxhd", "-b:v", "60M", "-pix_fmt", "yuv422p")),
    Row(name="dnxhr", codec=("-c:v", "dnxhd", "-profile:v", "dnxhr_hq"), shows="scale=320:180"),
    Row(name="dnxhr in mxf", suffix="mxf", codec=("-c:v", "dnxhd", "-profile:v", "dnxhr_sq")),
    Row(name="h264", suffix="mp4", options=("-bf", "2", *SAID)),
    Row(name="h264 10 bit 4:2:2", codec=("-c:v", "libx264", *FAST, "-pix_fmt", "yuv422p10")),
    Row(name="h264 in ts", suffix="ts"),
    Row(name="h264 in avi", suffix="avi", options=("-bf", "0")),
    Row(name="hevc 8 bit", suffix="mp4", codec=(*HEVC, "-pix_fmt", "yuv420p", "-tag:v", "hvc1")),
    Row(name="hevc 10 bit", suffix="mkv", codec=(*HEVC, "-pix_fmt", "yuv420p10")),
    Row(name="mpeg-2 in ts", suffix="ts", codec=MPEG2),
    Row(name="mpeg-2 in ps", suffix="mpg", codec=(*MPEG2, "-f", "vob")),
    Row(name="mpeg-2 in mxf", suffix="mxf", codec=MPEG2),
    Row(name="ffv1", suffix="mkv", codec=("-c:v", "ffv1")),
    Row(name="ffv1 in avi", suffix="avi", codec=("-c:v", "ffv1")),
    Row(name="ffv1 of rgb", suffix="mkv", codec=("-c:v", "ffv1", "-pix_fmt", "gbrp")),
    Row(name="vp9", suffix="mkv", codec=("-c:v", "libvpx-vp9", "-deadline", "realtime",
        "-cpu-used", "8", "-crf", "10", "-b:v", "0", "-pix_fmt", "yuv420p")),
    Row(name="av1", suffix="mp4", codec=("-c:v", "libsvtav1", "-preset", "12", "-crf", "20",
        "-pix_fmt", "yuv420p")),
]  # fmt: skip
RATES = [
    Row(name=rate, rate=rate, suffix="mp4")
    for rate in ("24000/1001", "25", "30000/1001", "30", "48", "50", "60000/1001", "60")
]
SHAPES = [
    Row(name="4:3", shows="crop=240:180", size=(240, 180)),
    Row(name="2.39:1", shows="crop=320:134", size=(320, 134)),
    Row(name="DCI 1.896:1", shows="crop=320:168", size=(320, 168)),
    Row(name="vertical", suffix="mp4", shows="crop=100:178", size=(100, 178)),
    Row(name="odd", suffix="mkv", codec=("-c:v", "ffv1", "-pix_fmt", "yuv420p"),
        shows="crop=319:179:0:0:exact=1", size=(318, 178)),
    Row(name="PAL anamorphic", suffix="mxf", shows="null", codec=FIELDS, rate="25",
        carries="scale=720:576,setsar=64/45", size=(1024, 576)),
]  # fmt: skip
SCANS = [
    Row(name="top field first", suffix="ts", codec=(*FIELDS, "-r", "25"), rate="50", scan="tff",
        carries="interlace=scan=tff", frame_rate=Fraction(25), tolerance=14),
    Row(name="bottom field first", suffix="mkv", codec=(*FIELDS, "-r", "25"), rate="50",
        scan="bff", carries="interlace=scan=bff", frame_rate=Fraction(25), tolerance=14),
    Row(name="telecined", suffix="ts", codec=(*FIELDS, "-r", "30000/1001"), rate="24000/1001",
        scan="telecine", carries="telecine=pattern=23", tolerance=10),
]  # fmt: skip


@pytest.mark.parametrize("row", SCANS[:2], ids=lambda row: row.name)
def test_no_comb_is_left(row: Row, reel: Path, tmp_path: Path) -> None:
    master = row.make(reel, tmp_path)
    assert combed(master).fields >= 30
    assert combed(through_a_chunk(master).file).fields <= 6


@pytest.mark.parametrize("row", CODECS + RATES + SHAPES + SCANS, ids=lambda row: row.name)
def test_the_film_comes_out(row: Row, reel: Path, tmp_path: Path) -> None:
    result = through_a_chunk(row.make(reel, tmp_path))
    stream, frames = result.stream, thumbnails(result.file)
    assert (stream["width"], stream["height"]) == row.size
    assert stream.get("sample_aspect_ratio", "1:1") == "1:1"
    assert (result.source.scan, result.source.frame_rate) == (row.scan, row.out_rate)
    assert Fraction(stream["avg_frame_rate"]) == row.out_rate
    assert abs(len(frames) - row.out_rate * Fraction(21, 10)) <= 3
    planned = [float(place / row.out_rate) for place in range(len(frames))]
    shown_at = [time - stream["times"][0] for time in stream["times"]]
    assert shown_at == pytest.approx(planned, abs=0.0005)
    step = round(Fraction(row.rate) / row.out_rate)
    shown = thumbnails(reel, shows=row.shows)[::step]
    distances = [apart(*pair) for pair in zip(frames, shown, strict=False)]
    assert max(distances) <= row.tolerance, distances


def test_a_telecined_film_is_one_chunk(tmp_path: Path) -> None:
    """Decimation counts in fives: begun at a seam it would drop other frames."""
    film = tmp_path / "film.mkv"
    ffmpeg(*drawn(rate="24000/1001", frames=340), "-vf", "telecine=pattern=23",
           "-c:v", "ffv1", film)  # fmt: skip
    hand_in(film)
    do_next(StepKind.SURVEY)
    plan, chunks = Job.objects.get().plan, JobStep.objects.filter(kind=StepKind.VIDEO)
    assert plan["source"]["scan"] == "telecine"
    assert plan["grid"]["frames"] == pytest.approx(340, abs=2)
    assert [step.parameters["end"] for step in chunks] == [plan["grid"]["frames"]]
    assert do_next(StepKind.VIDEO).tracks


def test_a_cinema_master_of_4096_by_2160_is_planned(tmp_path: Path) -> None:
    film = tmp_path / "film.mov"
    ffmpeg("-f", "lavfi", "-i", "color=gray:s=4096x2160:r=5", "-frames:v", "10",
           "-c:v", "libx264", "-preset", "ultrafast", film)  # fmt: skip
    hand_in(film)
    do_next(StepKind.SURVEY)
    plan = Job.objects.get().plan
    assert (plan["source"]["width"], plan["source"]["height"]) == (4096, 2160)
    top = plan["rungs"][-1]
    assert (top["width"], top["height"]) == (1920, 1012)
