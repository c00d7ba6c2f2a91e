"""Facts of a master, as the probe would give them, changed where a test says so."""

from fractions import Fraction
from typing import Any

from transcoding.source import AudioStream, Color, Source

SOUND = AudioStream(
    index=1, codec="aac", channels=6, layout="5.1", language="zh", role="main", seconds=14
)
UNTAGGED = Color(range="", matrix="", primaries="", transfer="")


def make_source(**changed: Any) -> Source:
    """Fourteen seconds of 640 by 360 at 24 fps, H.264 in MOV, with one 5.1 sound."""
    facts: dict[str, Any] = {
        "demuxer": "mov",
        "codec": "h264",
        "pixel_format": "yuv420p",
        "video_index": 0,
        "coded_width": 640,
        "coded_height": 360,
        "width": 640,
        "height": 360,
        "rotation": 0,
        "frame_rate": Fraction(24),
        "variable_rate": False,
        "scan": "progressive",
        "color": UNTAGGED,
        "bit_rate": 1_000_000,
        "start": 0,
        "duration": 14,
        "declared_seconds": 14,
        "sounds": (SOUND,),
        "texts": (),
    }
    return Source(**facts | changed)
