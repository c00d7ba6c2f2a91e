"""A flash and a beep at one instant stay together: to 20 ms, at both ends and around a seam."""

import struct
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.transcoding.films import ffmpeg
from tests.transcoding.masters.making import frame_times
from tests.transcoding.visitors import hand_in
from tests.transcoding.workshop import ClearTrack, assert_ready, clear_tracks, drain
from transcoding.boxes import parse_fragment, parse_init
from transcoding.models import Job, JobStep
from transcoding.schedule import START_SECONDS
from transcoding.segments import read_track
from transcoding.states import StepKind

pytestmark = pytest.mark.django_db
RATE, SECONDS, SAMPLES = 24, 15, 48000
FLASHES = (1, 5.75, 6.25, 14.5)  # a chunk ends at 6 s
FLASH_SECONDS = 2 / RATE
TOLERANCE = 0.020


def clap(folder: Path, suffix: str, *, picture_late: float = 0, sound_late: float = 0,
         options: tuple[str, ...] = ()) -> Path:  # fmt: skip
    """A film whose streams say by how much they start late; the instants are the film's own."""
    at = [
        f"between(t,{t - picture_late},{t - picture_late + FLASH_SECONDS - 0.01})" for t in FLASHES
    ]
    black = f"color=black:s=160x90:r={RATE}:d={SECONDS - picture_late}"
    flash = f"{black},drawbox=color=white:t=fill:enable='{'+'.join(at)}'"
    begins = [f"between(t,{t - sound_late},{t - sound_late + FLASH_SECONDS})" for t in FLASHES]
    beep = (
        f"aevalsrc='0.8*sin(2*PI*1000*t)*({'+'.join(begins)})':s={SAMPLES}:d={SECONDS - sound_late}"
    )
    streams = (folder / "picture.mkv", folder / "sound.wav")
    ffmpeg("-f", "lavfi", "-i", flash, "-c:v", "ffv1", streams[0])
    ffmpeg("-f", "lavfi", "-i", beep, streams[1])
    film = folder / f"clap.{suffix}"
    ffmpeg("-itsoffset", str(picture_late), "-i", streams[0],
           "-itsoffset", str(sound_late), "-i", streams[1],
           *("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "24"), *options,
           film)  # fmt: skip
    return film


def seen(track: ClearTrack, folder: Path) -> list[float]:
    """When the picture turns white, on the film's clock."""
    file = track.write(folder / "picture.mp4")
    grey = ffmpeg("-i", file, "-vf", "scale=1:1:flags=area,format=gray", "-fps_mode", "passthrough",
                  "-f", "rawvideo", "-")  # fmt: skip
    lit = zip(frame_times(file), [value > 128 for value in grey], strict=True)
    return [
        now - START_SECONDS for (_, before), (now, after) in pairwise(lit) if after and not before
    ]


def heard(track: ClearTrack, folder: Path) -> list[float]:
    """When a beep begins after silence, on the film's clock; decoders show all that is in it."""
    file = track.write(folder / "sound.mp4")
    raw = ffmpeg("-i", file, "-ac", "1", "-ar", str(SAMPLES), "-f", "f32le", "-")
    first, loud, begins = frame_times(file)[0], -SAMPLES, []
    for place, (value,) in enumerate(struct.iter_unpack("<f", raw)):
        if abs(value) > 0.2:
            if place - loud > SAMPLES // 10:
                begins.append(first + place / SAMPLES - START_SECONDS)
            loud = place
    return begins


@pytest.mark.parametrize(
    ("suffix", "late", "options"),
    [
        ("mov", {}, ("-c:a", "pcm_s16le")),
        ("mp4", {}, ("-c:a", "aac")),
        ("mov", {"sound_late": 0.5}, ("-c:a", "pcm_s16le")),
        ("mp4", {"sound_late": 0.5}, ("-c:a", "aac")),
        ("mp4", {"picture_late": 0.5}, ("-c:a", "aac")),
        ("mkv", {"picture_late": 0.5}, ("-c:a", "flac")),
        ("mkv", {}, ("-c:a", "flac", "-output_ts_offset", "5")),
        ("ts", {"sound_late": 0.25}, ("-c:a", "mp2", "-b:a", "256k")),
        ("ts", {"picture_late": 0.5}, ("-c:a", "aac")),
    ],
    ids=str,
)
def test_flash_and_beep(
    tmp_path: Path, settings: Any, suffix: str, late: dict[str, float], options: tuple[str, ...]
) -> None:
    settings.QUALITY_CONTROL = False  # which would hold a film that is black but for flashes
    master = hand_in(clap(tmp_path, suffix, options=options, **late))
    drain()
    tracks = clear_tracks(assert_ready(master)).values()
    assert JobStep.objects.filter(kind=StepKind.VIDEO).count() == 3
    assert Job.objects.get().plan["grid"]["frames"] == pytest.approx(RATE * SECONDS, abs=2)
    (picture,) = [track for track in tracks if track.row.kind == "video"]
    flashes = seen(picture, tmp_path)
    assert flashes == pytest.approx(FLASHES, abs=0.5 / RATE)
    sounds = {track.row.group: track for track in tracks if track.row.kind == "audio"}
    assert set(sounds) == {"stereo", "low"}
    for sound in sounds.values():
        beeps = heard(sound, tmp_path)
        assert len(beeps) == len(FLASHES)
        offsets = [beep - flash for beep, flash in zip(beeps, flashes, strict=True)]
        assert max(map(abs, offsets)) <= TOLERANCE, (sound.row.group, offsets)
        assert_one_clock(picture, sound)


def assert_one_clock(picture: ClearTrack, sound: ClearTrack) -> None:
    """No edit list moves a track, and what is decoded first begins within two frames of it."""
    for track, most in ((picture, 2 / RATE), (sound, None)):
        assert b"elst" not in track.init
        timescale = parse_init(track.init).timescale
        most = most or 1024 / timescale  # noqa: PLW2901 - a sound's is its own rate
        early = START_SECONDS - first_decode_time(track) / timescale
        assert 0 <= early <= most + 0.001


def first_decode_time(track: ClearTrack) -> int:
    moof, mdat = next(item for item in read_track(BytesIO(track.segments[0])) if len(item) == 2)
    return parse_fragment(bytes(moof), bytes(mdat)).decode_time
