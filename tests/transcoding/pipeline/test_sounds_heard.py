"""What is heard of a master's sounds: each channel at its place and strength, in its language."""

import re
from pathlib import Path

import pytest

from tests.transcoding.films import PICTURE, drawn, ffmpeg
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import ClearTrack, assert_ready, clear_tracks, do_next, drain
from transcoding.models import JobStep, Master
from transcoding.states import StepKind
from transcoding.validation.report import Verdict, validate
from vod.playback.export import export

pytestmark = pytest.mark.django_db
FRAMES = 48
CHANNELS = ["FL", "FR", "FC", "LFE", "BL", "BR"]
SINE_DB = -21.1  # RMS of FFmpeg's sine, whose amplitude is an eighth
SILENT = -70
DESCRIBES = "public.accessibility.describes-video"


def tone_in(channel: str, layout: str = "5.1") -> str:
    """A sine in one channel of a layout, silence in the others."""
    return f"sine=frequency=60:sample_rate=48000:duration=2,pan={layout}|{channel}=c0"


def film(path: Path, *sounds: str, options: tuple[str, ...] = ()) -> Path:
    inputs = [part for sound in sounds for part in ("-f", "lavfi", "-i", sound)]
    maps = [part for at in range(len(sounds)) for part in ("-map", f"{at + 1}:a")]
    ffmpeg(*drawn(frames=FRAMES), *inputs, "-map", "0:v", *maps, *PICTURE,
           "-c:a", "flac" if path.suffix == ".mkv" else "pcm_s24le", *options, path)  # fmt: skip
    return path


def published(master: Path) -> dict[str, ClearTrack]:
    row = hand_in(master)
    drain()
    return clear_tracks(assert_ready(row))


def levels(track: ClearTrack, folder: Path) -> list[float]:
    """RMS of each channel in dB; what is as good as silent is `SILENT`."""
    path = track.write(folder / "sound.mp4")
    told = ffmpeg("-i", path, "-af", "astats=metadata=1:reset=0,ametadata=mode=print:file=-",
                  "-f", "null", "-").decode()  # fmt: skip
    last: dict[int, float] = {}
    for channel, level in re.findall(r"astats\.(\d+)\.RMS_level=(\S+)", told):
        last[int(channel)] = max(float(level), SILENT)
    return [last[channel] for channel in sorted(last)]


@pytest.mark.parametrize(
    ("channel", "stereo", "surround"),
    [
        ("FL", (0, None), 0),
        ("FC", (-3, -3), 2),
        ("BR", (None, -3), 5),
        ("LFE", (None, None), 3),
    ],
)
def test_a_channel_of_5_1_at_its_place(
    channel: str, stereo: tuple[int | None, int | None], surround: int, tmp_path: Path
) -> None:
    tracks = published(film(tmp_path / "film.mov", tone_in(channel)))
    for label in ("stereo", "low"):
        expected = [SILENT if gain is None else SINE_DB + gain for gain in stereo]
        assert levels(tracks[label], tmp_path) == pytest.approx(expected, abs=1.5)
    heard = levels(tracks["surround"], tmp_path)
    assert len(heard) == tracks["surround"].row.channels == 6
    assert heard[surround] == pytest.approx(SINE_DB, abs=1.5)
    assert [at for at, level in enumerate(heard) if level > SINE_DB - 20] == [surround]


def test_six_mono_tracks_are_put_together_by_their_labels(tmp_path: Path) -> None:
    """In whatever order they come; only the centre has a tone."""
    order = ["FC", "BR", "FL", "FR", "LFE", "BL"]
    silence = "anullsrc=r=48000:cl=mono,atrim=end=2"
    inputs = [
        f"{'sine=sample_rate=48000:duration=2' if name == 'FC' else silence},pan={name}|c0=c0"
        for name in order
    ]
    tracks = published(film(tmp_path / "film.mov", *inputs))
    assert set(tracks) >= {"stereo", "low", "surround"}
    assert levels(tracks["stereo"], tmp_path) == pytest.approx([SINE_DB - 3] * 2, abs=1.5)
    heard = levels(tracks["surround"], tmp_path)
    assert [at for at, level in enumerate(heard) if level > SINE_DB - 20] == [2]


def test_two_mono_tracks_are_left_and_right(tmp_path: Path) -> None:
    """The second is silent, and shorter."""
    inputs = ["sine=sample_rate=48000:duration=2", "anullsrc=r=48000:cl=mono,atrim=end=1"]
    tracks = published(film(tmp_path / "film.mov", *inputs))
    assert levels(tracks["stereo"], tmp_path) == pytest.approx([SINE_DB, SILENT], abs=1.5)
    assert sum(tracks["stereo"].ticks) == pytest.approx(2 * 48000, abs=2 * 1024)


def test_every_language_is_a_track(tmp_path: Path) -> None:
    tags = ("-metadata:s:a:0", "language=chi", "-metadata:s:a:1", "language=eng")
    sounds = (tone_in("FC"), "sine=sample_rate=44100:duration=1")
    rows = {
        label: track.row
        for label, track in published(film(tmp_path / "film.mkv", *sounds, options=tags)).items()
        if track.row.kind == "audio"
    }
    assert {label: (row.group, row.language, row.channels) for label, row in rows.items()} == {
        "stereo": ("stereo", "zh", 2),
        "low": ("low", "zh", 2),
        "surround": ("surround", "zh", 6),
        "stereo-2": ("stereo", "en", 2),
        "low-2": ("low", "en", 2),
    }
    assert all(row.peak_bandwidth <= 40_000 for row in rows.values() if row.group == "low")


def test_what_describes_the_picture_is_found_by_those_who_do_not_see(tmp_path: Path) -> None:
    flags = ("-metadata:s:a:0", "language=fre", "-metadata:s:a:1", "language=fre",
             "-disposition:a:0", "default", "-disposition:a:1", "visual_impaired")  # fmt: skip
    sounds = (tone_in("FL", "stereo"), tone_in("FR", "stereo"))
    hand_in(film(tmp_path / "film.mkv", *sounds, options=flags))
    drain()
    copy = export(assert_ready(Master.objects.get()), tmp_path / "copy", clear=True)
    described = [line for line in copy.read_text().splitlines() if DESCRIBES in line]
    assert len(described) == 2  # in the groups of stereo and of the lowest rung
    assert all('LANGUAGE="fr"' in line and "AUTOSELECT=YES" in line for line in described)
    verdicts = {judged.rule.item: judged.verdict for judged in validate(str(copy)).judged}
    assert verdicts["2.12"] is Verdict.OK


def test_the_master_is_read_once_for_all_of_them(tmp_path: Path) -> None:
    hand_in(film(tmp_path / "film.mov", tone_in("FL"), tone_in("FR")))
    do_next(StepKind.SURVEY)
    assert JobStep.objects.filter(kind=StepKind.AUDIO).count() == 1
