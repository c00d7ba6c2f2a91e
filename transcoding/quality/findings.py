"""What the figures mean for a film: findings, each with how grave it is.

The filmmaker's intent is kept: a black or a silent minute may be meant. So little blocks, only what
would hardly be shown on purpose, and staff may let even that through (ADR 0014).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from transcoding.commands.treatment import HDR, known
from transcoding.quality.measures import Levels, Picture, Sound, Stretch
from transcoding.source import Source

# All by convention of ours unless said otherwise.
LONG_BLACK, LONG_FROZEN, LONG_SILENCE = 3.0, 10.0, 10.0  # seconds that are worth a word
MOSTLY = 0.5  # of a film
ALL_FROZEN = 0.95
DAMAGED_BLOCKS = 1.0  # seconds of damaged picture
BARS = 0.02  # of a side
SOME_SAMPLES, OFTEN = 5, 0.1
LOUD, QUIET = -14.0, -33.0  # LUFS; films are mixed near -27, television at -23 (EBU R128)
PEAK, OVER, SILENT_PEAK = -1.0, 0.0, -60.0  # dBTP (EBU R128 asks for -1)
APART, FAR_APART, LOST = 0.5, 2.0, 10.0  # seconds between the ends of picture and sound
SILENT_END, SILENT_SHARE = 60.0, 0.05  # by how much a sound may end before its picture
FEW_BITS = 0.06  # a pixel of a frame; a web copy has less, an H.264 master some 0.2
SMALL = 480  # lines
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


def findings(
    source: Source, *, seconds: float, picture: Picture, sounds: Sequence[Sound]
) -> tuple[Finding, ...]:
    """Everything worth a word about a film of so many seconds, the gravest first."""
    found = [
        *_of_damage(source, picture),
        *_of_stretches(picture, seconds),
        *_of_scan(source),
        *_of_bars(source, picture.levels),
        *_of_levels(source, picture.levels),
        *_of_format(source, picture),
        *_of_sounds(sounds, seconds),
    ]
    order = [Level.BLOCKS, Level.WARNING, Level.INFO]
    return tuple(sorted(found, key=lambda finding: order.index(finding.level)))


def _of_damage(source: Source, picture: Picture) -> Iterator[Finding]:
    if not picture.damaged:
        return
    grave = picture.damaged >= DAMAGED_BLOCKS * source.frame_rate
    yield Finding(
        code=Code.DAMAGED,
        level=Level.BLOCKS if grave else Level.WARNING,
        figures={"frames": picture.damaged},
        stretches=tuple((at, at) for at in picture.damaged_at[:MOST_STRETCHES]),
        count=len(picture.damaged_at),
        pictures=picture.damaged_at[:MOST_PICTURES],
    )


def _of_stretches(picture: Picture, seconds: float) -> Iterator[Finding]:
    black = [s for s in picture.black if _length(s) >= LONG_BLACK]
    dark = sum(map(_length, picture.black))
    if black:
        inside = [s for s in black if s[0] > LONG_BLACK and s[1] < seconds - LONG_BLACK]
        level = Level.WARNING if inside else Level.INFO
        level = Level.BLOCKS if dark > MOSTLY * seconds else level
        yield _stretched(Code.BLACK, level, black, seconds=dark)
    still = [s for s in picture.frozen if _length(s) >= LONG_FROZEN and not _within(s, black)]
    if still:
        held = sum(map(_length, still))
        level = Level.BLOCKS if held > ALL_FROZEN * seconds else Level.WARNING
        yield _stretched(Code.FROZEN, level, still, seconds=held)


def _of_scan(source: Source) -> Iterator[Finding]:
    if source.scan in {"tff", "bff"}:
        yield Finding(code=Code.INTERLACED, level=Level.WARNING)
    elif source.scan == "telecine":
        yield Finding(code=Code.TELECINE, level=Level.WARNING)
    if source.variable_rate:
        rate = round(float(source.frame_rate), 3)
        yield Finding(code=Code.VARIABLE_RATE, level=Level.INFO, figures={"rate": rate})


def _of_bars(source: Source, levels: Levels) -> Iterator[Finding]:
    if levels.picture is None:
        return
    turned = source.rotation % 180 != 0
    sides = (source.coded_width, source.coded_height)
    width, height = reversed(sides) if turned else sides
    across, down = width - levels.picture.width, height - levels.picture.height
    if across >= 2 * BARS * width or down >= 2 * BARS * height:
        yield Finding(
            code=Code.BARS,
            level=Level.INFO,
            figures={"across": across, "down": down},
            pictures=(levels.brightest_at,),
        )


def _of_levels(source: Source, levels: Levels) -> Iterator[Finding]:
    if known(source).transfer in HDR or levels.samples < SOME_SAMPLES:
        return
    for code, count, at in (
        (Code.OUT_OF_RANGE, levels.outside, levels.outside_at),
        (Code.CLIPPED, levels.white, levels.white_at),
    ):
        if count >= OFTEN * levels.samples:
            yield Finding(
                code=code,
                level=Level.WARNING,
                figures={"percent": round(100 * count / levels.samples)},
                pictures=(at,),
            )
            return  # what breaks the limits is at them as well


def _of_format(source: Source, picture: Picture) -> Iterator[Finding]:
    color = source.color
    if known(source).transfer in HDR:
        yield Finding(code=Code.HDR, level=Level.INFO)
    elif not (color.matrix and color.primaries and color.transfer):
        yield Finding(code=Code.NO_COLOR_TAGS, level=Level.INFO)
    if min(source.width, source.height) < SMALL:
        yield Finding(
            code=Code.SMALL,
            level=Level.INFO,
            figures={"width": source.width, "height": source.height},
        )
    points = picture.bit_rate.values
    pixels = source.coded_width * source.coded_height * float(source.frame_rate)
    mean = sum(points) / len(points) if points else 0
    if 0 < mean < FEW_BITS * pixels:
        yield Finding(
            code=Code.COMPRESSED, level=Level.INFO, figures={"megabits": round(mean / 1e6, 2)}
        )


def _of_sounds(sounds: Sequence[Sound], seconds: float) -> Iterator[Finding]:
    if not sounds:
        yield Finding(code=Code.NO_SOUND, level=Level.WARNING)
    for track, sound in enumerate(sounds):
        if sound.true_peak <= SILENT_PEAK:
            yield Finding(code=Code.SILENT_TRACK, level=Level.BLOCKS, track=track)
            continue
        yield from _of_signal(sound, track)
        yield from _of_ends(sound, track, seconds)


def _of_signal(sound: Sound, track: int) -> Iterator[Finding]:
    long = [s for s in sound.silent if _length(s) >= LONG_SILENCE]
    if long:
        yield _stretched(Code.SILENCE, Level.INFO, long, track=track)
    if sound.dead:
        yield Finding(
            code=Code.DEAD_CHANNEL,
            level=Level.WARNING,
            figures={"channel": sound.dead[0] + 1, "channels": len(sound.dead)},
            track=track,
        )
    if not QUIET <= sound.loudness <= LOUD:
        yield Finding(
            code=Code.LOUDNESS,
            level=Level.WARNING,
            figures={"loudness": round(sound.loudness, 1)},
            track=track,
        )
    if sound.true_peak > PEAK:
        level = Level.WARNING if sound.true_peak > OVER else Level.INFO
        yield Finding(
            code=Code.TRUE_PEAK,
            level=level,
            figures={"peak": round(sound.true_peak, 1)},
            track=track,
        )


def _of_ends(sound: Sound, track: int, seconds: float) -> Iterator[Finding]:
    late = sound.seconds - seconds
    if abs(late) < APART:
        return
    figures = {"seconds": round(abs(late), 1)}
    level = Level.WARNING if abs(late) >= FAR_APART else Level.INFO
    if late > LOST or -late > max(SILENT_END, SILENT_SHARE * seconds):
        level = Level.BLOCKS
    code = Code.SOUND_ENDS_LATE if late > 0 else Code.SOUND_ENDS_EARLY
    yield Finding(code=code, level=level, figures=figures, track=track)


def _stretched(
    code: Code,
    level: Level,
    stretches: Sequence[Stretch],
    *,
    seconds: float | None = None,
    track: int | None = None,
) -> Finding:
    longest = sorted(stretches, key=_length, reverse=True)
    total = sum(map(_length, stretches)) if seconds is None else seconds
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


def _length(stretch: Stretch) -> float:
    return stretch[1] - stretch[0]


def _within(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    """A black picture does not move either."""
    return any(start - 1 <= stretch[0] and stretch[1] <= end + 1 for start, end in others)
