"""The grid of a film: frames, segments, chunks and key periods. Everything in whole frames."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

GOP_SECONDS = 2
GOPS_PER_SEGMENT = 3
START_SECONDS = 10  # every track starts here: AAC priming would put tfdt below zero at 0


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """The half-open range of output frames that one step encodes."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One constant frame rate for a whole film."""

    frame_rate: Fraction
    frames: int

    @property
    def gop(self) -> int:
        """Frames between IDR pictures."""
        return round(GOP_SECONDS * self.frame_rate)

    @property
    def segment_frames(self) -> int:
        """Frames of a whole segment."""
        return GOPS_PER_SEGMENT * self.gop

    @property
    def still_frames(self) -> int:
        """Frames from one picture of the I-frame rendition to the next: about a second's."""
        return self.gop if self.gop % 2 else self.gop // 2

    @property
    def stills(self) -> int:
        """How many pictures the I-frame rendition has."""
        return ceil(self.frames / self.still_frames)

    @property
    def segments(self) -> int:
        """How many segments the film has; the last may be shorter."""
        return ceil(self.frames / self.segment_frames)

    @property
    def timescale(self) -> int:
        """Ticks a second in which every frame lasts a whole number of ticks."""
        numerator = self.frame_rate.numerator
        return numerator if numerator >= 1000 else numerator * 1000  # noqa: PLR2004

    @property
    def frame_ticks(self) -> int:
        """Ticks of one frame in `timescale`."""
        return int(self.timescale / self.frame_rate)

    @property
    def seconds(self) -> Fraction:
        """The length of the film."""
        return self.frames / self.frame_rate

    def seconds_at(self, frame: int) -> Fraction:
        """When a frame is shown, from the start of the film."""
        return frame / self.frame_rate

    def segment_range(self, index: int) -> tuple[int, int]:
        """Half-open frame range of a segment."""
        start = index * self.segment_frames
        return start, min(start + self.segment_frames, self.frames)

    @property
    def whole(self) -> tuple[Chunk, ...]:
        """The film as one chunk, for what can't be begun in the middle."""
        return (Chunk(start=0, end=self.frames),)

    def chunks(self, *, slots: int, longest: int) -> tuple[Chunk, ...]:
        """Whole segments each: at least one, at most `longest` seconds, four for each slot."""
        seconds = min(Fraction(longest), self.seconds / (4 * slots))
        per_chunk = max(1, int(seconds * self.frame_rate / self.segment_frames))
        step = per_chunk * self.segment_frames
        return tuple(
            Chunk(start=start, end=min(start + step, self.frames))
            for start in range(0, self.frames, step)
        )

    def to_json(self) -> dict[str, Any]:
        """As kept in a plan."""
        rate = self.frame_rate
        return {"frame_rate": [rate.numerator, rate.denominator], "frames": self.frames}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Grid":
        """The grid of a kept plan."""
        return cls(frame_rate=Fraction(*data["frame_rate"]), frames=data["frames"])


def key_period(segment: int, *, per_period: int) -> int:
    """Which key a segment is encrypted with; the same for every rung and track of a film."""
    return segment // per_period
