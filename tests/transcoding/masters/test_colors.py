"""HDR, other primaries, other ranges: what is shown stays what was meant, in BT.709."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from tests.transcoding.films import ffmpeg
from tests.transcoding.masters.making import SIDE, apart, through_a_chunk, thumbnails

pytestmark = pytest.mark.django_db
# Sixteen patches: a row of greys, then colours of which none is at the edge of BT.709.
GREYS = [(level, level, level) for level in (26, 102, 179, 242)]
PATCHES = GREYS + list(product((64, 160), (64, 128), (64, 128, 192)))
SHOWN = bytes(value for patch in PATCHES for value in patch)
BRIGHTEST = 1000  # cd/m2 of the HDR masters' white
WHITE, MOBIUS = 203, 0.3
GAMMA = 2.4  # BT.1886, the display that BT.709 is made for


@dataclass(frozen=True, kw_only=True)
class Painted:
    """How a master carries the patches: what zscale makes of them, and what its file says."""

    name: str
    into: str
    pixels: str
    said: tuple[str, str, str, str]  # range, primaries, transfer, matrix
    hdr: bool = False
    codec: tuple[str, ...] = ("-c:v", "ffv1")

    def make(self, path: Path) -> Path:
        """Two seconds of the patches."""
        raw = path.with_suffix(".rgb")
        raw.write_bytes(SHOWN)
        canvas = "scale=320:180:flags=neighbor"
        tags = zip(("-color_range", "-color_primaries", "-color_trc", "-colorspace"), self.said,
                   strict=True)  # fmt: skip
        said = [part for option, value in tags if value for part in (option, value)]
        names = ("range", "color_primaries", "color_trc", "colorspace")
        params = ":".join(f"{n}={v or 'unknown'}" for n, v in zip(names, self.said, strict=True))
        chain = f"{canvas},{self.into},format={self.pixels},setparams={params},loop=-1:1,fps=24"
        ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIDE}x{SIDE}", "-i", raw,
               "-vf", chain, "-frames:v", "50", *self.codec, *said, path)  # fmt: skip
        return path


FROM_RGB = "zscale=matrixin=gbr:transferin=bt709:primariesin=bt709:rangein=full"
MASTERED = ("master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)"
            "L(10000000,1)")  # fmt: skip
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-crf", "4",
        "-x265-params", f"log-level=error:pools=1:{MASTERED}:max-cll=1000,400")  # fmt: skip
BT709 = "primaries=bt709:transfer=bt709"
SDR = [
    Painted(name="bt.709", into=f"{FROM_RGB}:matrix=bt709:{BT709}:range=tv", pixels="yuv422p10",
            said=("tv", "bt709", "bt709", "bt709")),
    Painted(name="full range", into=f"{FROM_RGB}:matrix=bt709:{BT709}:range=full",
            pixels="yuv420p", said=("pc", "bt709", "bt709", "bt709")),
    Painted(name="bt.601 of 625 lines", pixels="yuv422p10",
            said=("tv", "bt470bg", "bt709", "bt470bg"),
            into=f"{FROM_RGB}:matrix=bt470bg:primaries=bt470bg:transfer=bt709:range=tv"),
    Painted(name="bt.601 of 525 lines", pixels="yuv420p",
            said=("tv", "smpte170m", "smpte170m", "smpte170m"),
            into=f"{FROM_RGB}:matrix=smpte170m:primaries=smpte170m:transfer=smpte170m:range=tv"),
    Painted(name="bt.2020", pixels="yuv420p10", said=("tv", "bt2020", "bt2020-10", "bt2020nc"),
            into=f"{FROM_RGB}:matrix=bt2020nc:primaries=bt2020:transfer=bt2020-10:range=tv"),
    Painted(name="display p3", pixels="yuv420p10", said=("tv", "smpte432", "bt709", "bt709"),
            into=f"{FROM_RGB}:matrix=bt709:primaries=smpte432:transfer=bt709:range=tv"),
    Painted(name="untagged", into=f"{FROM_RGB}:matrix=bt709:{BT709}:range=tv",
            pixels="yuv420p", said=("", "", "", "")),
    Painted(name="rgb", into="null", pixels="gbrp", said=("", "", "", "")),
]  # fmt: skip
HDR = [
    Painted(name="hdr10", pixels="yuv420p10", said=("tv", "bt2020", "smpte2084", "bt2020nc"),
            into=f"{FROM_RGB}:matrix=bt2020nc:primaries=bt2020:transfer=smpte2084:range=tv"
                 f":npl={BRIGHTEST}", codec=X265, hdr=True),
    Painted(name="hlg", pixels="yuv420p10", said=("tv", "bt2020", "arib-std-b67", "bt2020nc"),
            into=f"{FROM_RGB}:matrix=bt2020nc:primaries=bt2020:transfer=arib-std-b67:range=tv"
                 f":npl={BRIGHTEST}", codec=X265, hdr=True),
]  # fmt: skip


def tone_mapped(patch: tuple[int, ...]) -> tuple[float, ...]:
    """What ADR 0011 says becomes of light: mobius on the brightest component, hue kept."""
    light = [(value / 255) ** GAMMA * BRIGHTEST / WHITE for value in patch]
    top, peak, knee = max(light), BRIGHTEST / WHITE, MOBIUS
    a = -knee * knee * (peak - 1) / (knee * knee - 2 * knee + peak)
    b = (knee * knee - 2 * knee * peak + peak) / (peak - 1)
    mapped = (
        top if top <= knee else (b * b + 2 * b * knee + knee**2) / (b - a) * (top + a) / (top + b)
    )
    return tuple((part * mapped / top) ** (1 / GAMMA) for part in light)


def expected(*, hdr: bool) -> bytes:
    """Y, U, V of the patches in BT.709, eight bits, limited range: by hand."""
    planes: list[list[int]] = [[], [], []]
    for patch in PATCHES:
        red, green, blue = tone_mapped(patch) if hdr else (value / 255 for value in patch)
        luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        blueness, redness = (blue - luma) / 1.8556, (red - luma) / 1.5748
        values = (16 + 219 * luma, 128 + 224 * blueness, 128 + 224 * redness)
        for plane, value in zip(planes, values, strict=True):
            plane.append(round(value))
    return bytes(planes[0] + planes[1] + planes[2])


@pytest.mark.parametrize("painted", SDR + HDR, ids=lambda painted: painted.name)
def test_colors_are_what_was_meant(painted: Painted, tmp_path: Path) -> None:
    result = through_a_chunk(painted.make(tmp_path / "master.mkv"))
    stream = result.stream
    names = ("color_range", "color_primaries", "color_transfer", "color_space", "pix_fmt")
    assert [stream.get(name) for name in names] == ["tv", "bt709", "bt709", "bt709", "yuv420p"]
    assert result.beside_the_picture <= {"H.26[45] User Data Unregistered SEI message"}
    assert Fraction(stream["avg_frame_rate"]) == 24
    frames = thumbnails(result.file)
    assert len(frames) == 50
    wanted = expected(hdr=painted.hdr)
    assert apart(frames[20], wanted) <= 5, (list(frames[20]), list(wanted))
