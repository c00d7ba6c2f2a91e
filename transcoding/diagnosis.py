"""What FFmpeg's log says of a master: what is wrong with it, and how many frames it hurt.

FFmpeg ends well on damaged films: bit flips, a hole, a lost packet show in its log alone.
"""

import re
from fractions import Fraction

from transcoding.states import MasterRefused, Problem

# The first of them that a log holds is what is wrong.
SIGNS: tuple[tuple[str, Problem], ...] = (
    ("max_streams", Problem.TOO_MANY_TRACKS),
    ("Skipped opening external track", Problem.ELSEWHERE),
    ("Cannot allocate memory", Problem.TOO_DEMANDING),
    ("no decoder found", Problem.CODEC),
    ("Decoder not found", Problem.CODEC),
    ("Picture size", Problem.DIMENSIONS),
)
# One line of these is one damaged frame (FFmpeg 9: fftools/ffmpeg_dec.c, libavcodec/ffv1dec.c).
FRAME_HURT = ("corrupt decoded frame", "Error submitting packet to decoder", "slice CRC mismatch")
# After these a demuxer looks for where the file goes on: nobody knows how much was lost.
FILE_HURT = ("invalid as first byte of an EBML number", "corrupt input packet")
LOST_SECONDS = 1
# More damage than one frame in so many is refused. Less is reported: an old tape has drop-outs,
# and whoever sends it may have nothing better.
ONE_FRAME_IN = 100
MOST_PLACES = 100
REPEATED = re.compile(r"\s*Last message repeated (\d+) times")


class Signs:
    """Notes the problems that a log names while it goes by."""

    def __init__(self) -> None:
        self._seen: set[Problem] = set()

    def listen(self, line: str) -> None:
        """Take in one line of the log."""
        self._seen.update(problem for sign, problem in SIGNS if sign in line)

    @property
    def problem(self) -> Problem | None:
        """What is wrong, if the log named it."""
        return next((problem for _, problem in SIGNS if problem in self._seen), None)


class Damage:
    """Counts damaged frames while the log of a decode goes by; `places` says near which frames."""

    def __init__(self, rate: Fraction) -> None:
        self.frames = 0
        self.places: list[int] = []
        self._gap = round(LOST_SECONDS * rate)
        self._last = 0
        self._frame = 0

    def at(self, frame: int) -> None:
        """The decode has come to this frame: what is told next is of about there."""
        self._frame = frame

    def listen(self, line: str) -> None:
        """Take in one line of the log, written at the level of warnings."""
        again = REPEATED.match(line)
        if again:
            self.frames += int(again[1]) * self._last
            return
        hurt = 1 if any(sign in line for sign in FRAME_HURT) else 0
        self._last = self._gap if any(sign in line for sign in FILE_HURT) else hurt
        self.frames += self._last
        if self._last and self._frame not in self.places[-1:] and len(self.places) < MOST_PLACES:
            self.places.append(self._frame)

    def check(self, frames: int) -> None:
        """Raises `MasterRefused` if too many of so many frames are damaged."""
        if self.frames * ONE_FRAME_IN > frames:
            detail = f"{self.frames} of {frames} frames are damaged or lost"
            raise MasterRefused(Problem.DAMAGED, detail)
