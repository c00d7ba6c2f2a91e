"""From a master's picture to the frames of its grid: what survey and encode have in common."""

from fractions import Fraction
from typing import Any

from transcoding.commands import treatment
from transcoding.commands.base import decimal
from transcoding.source import Source


def picture_of(master: Any, source: Source) -> Any:
    """Whole frames, at the rate of the source."""
    return treatment.apply(master[str(source.video_index)], treatment.of_time(source))


def on_grid(frames: Any, rate: Fraction, *, start: Fraction) -> Any:
    """Constant frame rate from `start` on: the frame before it is held until then."""
    return frames.filter("fps", fps=str(rate), start_time=decimal(start), round="near")


def frame_hashes() -> dict[str, Any]:
    return {"f": "framehash", "hash": "CRC32", "fps_mode": "passthrough", "flush_packets": 0}
