"""What can be found in a film, and how grave it is: the words of a report without their texts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from transcoding.quality.measures import Stretch

MOST_STRETCHES, MOST_PICTURES = 20, 3  # told of a finding


class Level(StrEnum):
    """How grave."""

    INFO = "info"
    WARNING = "warning"
    BLOCKS = "blocks"


class Code(StrEnum):
    """What was found; `transcoding.quality.words` has the words."""

    DAMAGED = "damaged"
    BLACK = "black"
    FROZEN = "frozen"
    INTERLACED = "interlaced"
    TELECINE = "telecine"
    VARIABLE_RATE = "variable_rate"
    BARS = "bars"
    CLIPPED = "clipped"
    OUT_OF_RANGE = "out_of_range"
    NO_COLOR_TAGS = "no_color_tags"
    HDR = "hdr"
    SMALL = "small"
    PICTURED_SUBTITLES = "pictured_subtitles"
    COMPRESSED = "compressed"
    NO_SOUND = "no_sound"
    SILENT_TRACK = "silent_track"
    SILENCE = "silence"
    DEAD_CHANNEL = "dead_channel"
    LOUDNESS = "loudness"
    TRUE_PEAK = "true_peak"
    SOUND_ENDS_EARLY = "sound_ends_early"
    SOUND_ENDS_LATE = "sound_ends_late"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`stretches` are in seconds; `pictures` are the instants that show it; `track` counts sounds.

    `count` says how many stretches there are: only the longest are listed, in order.
    """

    code: Code
    level: Level
    figures: Mapping[str, float] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    count: int = 0
    pictures: tuple[float, ...] = ()
    track: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As kept in a report."""
        return asdict(self)


def stretched(
    code: Code,
    level: Level,
    stretches: Sequence[Stretch],
    *,
    seconds: float | None = None,
    track: int | None = None,
) -> Finding:
    """A finding of stretches; `seconds` is how long they are in all, unless they say so."""
    longest = sorted(stretches, key=length_of, reverse=True)
    total = sum(map(length_of, stretches)) if seconds is None else seconds
    return Finding(
        code=code,
        level=level,
        figures={"seconds": round(total, 1)},
        stretches=tuple(sorted(longest[:MOST_STRETCHES])),
        count=len(stretches),
        # A silence has no picture.
        pictures=()
        if track is not None
        else tuple(round(sum(s) / 2, 3) for s in sorted(longest[:MOST_PICTURES])),
        track=track,
    )


def length_of(stretch: Stretch) -> float:
    """In seconds."""
    return stretch[1] - stretch[0]
