"""What H.264 says of itself, against what x264 was told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.films import drawn, ffmpeg
from transcoding.validation.avc import Sps, fits, parse_sps, units


def coded(folder: Path, *options: str, size: str = "320x192") -> Sps:
    film = folder / "film.mp4"
    ffmpeg(*drawn(size=size, frames=4), "-c:v", "libx264", *options, film)
    data = film.read_bytes()
    at = data.index(b"avcC") + 10
    length = int.from_bytes(data[at : at + 2], "big")
    return parse_sps(data[at + 2 : at + 2 + length])


@pytest.mark.parametrize(
    ("options", "profile"),
    [
        (("-profile:v", "baseline", "-pix_fmt", "yuv420p"), 66),
        (("-profile:v", "main", "-pix_fmt", "yuv420p"), 77),
        (("-profile:v", "high", "-pix_fmt", "yuv420p"), 100),
        (("-profile:v", "high444", "-pix_fmt", "yuv444p", "-x264-params", "cqm=jvt"), 244),
    ],
)
def test_profile_level_and_size(tmp_path: Path, options: tuple[str, ...], profile: int) -> None:
    sps = coded(tmp_path, *options, "-level", "3.1")
    assert sps == Sps(profile=profile, level=31, progressive=True, macroblocks=20 * 12)


def test_fields(tmp_path: Path) -> None:
    sps = coded(tmp_path, "-pix_fmt", "yuv420p", "-flags", "+ilme+ildct")
    assert not sps.progressive
    assert sps.macroblocks == 20 * 12


@pytest.mark.parametrize(
    ("level", "macroblocks", "rate", "expected"),
    [(30, 1620, 25, True), (30, 1620, 25.1, False), (30, 1621, 1, False), (99, 1, 1, False)],
)
def test_levels_allow_so_much(level: int, macroblocks: int, rate: float, *, expected: bool) -> None:
    sps = Sps(profile=100, level=level, progressive=True, macroblocks=macroblocks)
    assert fits(sps, frame_rate=rate) is expected


@given(st.binary(max_size=60))
def test_whatever_it_is_it_ends(data: bytes) -> None:
    list(units(data))
    try:
        parse_sps(b"\x67" + data)
    except ValueError:
        return
