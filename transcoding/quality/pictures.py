"""What the figures of a picture mean for a film."""

from collections.abc import Iterable, Iterator

from transcoding.commands.treatment import HDR, known
from transcoding.quality.findings import (
    MOST_PICTURES,
    MOST_STRETCHES,
    Code,
    Finding,
    Level,
    length_of,
    stretched,
)
from transcoding.quality.measures import Levels, Picture, Stretch
from transcoding.source import Source

# All by convention of ours unless said otherwise.
LONG_BLACK, LONG_FROZEN = 3.0, 10.0  # seconds that are worth a word
MOSTLY = 0.5  # of a film
ALL_FROZEN = 0.95
DAMAGED_BLOCKS = 1.0  # seconds of damaged picture
BARS = 0.02  # of a side
SOME_SAMPLES, OFTEN = 5, 0.1
FEW_BITS = 0.06  # a pixel of a frame; a web copy has less, an H.264 master some 0.2
SMALL = 480  # lines


def of_picture(source: Source, picture: Picture, *, seconds: float) -> Iterator[Finding]:
    """Everything worth a word about the picture of a film of so many seconds."""
    yield from _of_damage(source, picture)
    yield from _of_stretches(picture, seconds)
    yield from _of_scan(source)
    yield from _of_bars(source, picture.levels)
    yield from _of_levels(source, picture.levels)
    yield from _of_format(source, picture)


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
    black = [s for s in picture.black if length_of(s) >= LONG_BLACK]
    dark = sum(map(length_of, picture.black))
    if black:
        inside = [s for s in black if s[0] > LONG_BLACK and s[1] < seconds - LONG_BLACK]
        level = Level.WARNING if inside else Level.INFO
        level = Level.BLOCKS if dark > MOSTLY * seconds else level
        yield stretched(Code.BLACK, level, black, seconds=dark)
    still = [s for s in picture.frozen if length_of(s) >= LONG_FROZEN and not _within(s, black)]
    if still:
        held = sum(map(length_of, still))
        level = Level.BLOCKS if held > ALL_FROZEN * seconds else Level.WARNING
        yield stretched(Code.FROZEN, level, still, seconds=held)


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
    if source.pictured_texts:
        yield Finding(
            code=Code.PICTURED_SUBTITLES,
            level=Level.WARNING,
            figures={"streams": source.pictured_texts},
        )
    points = picture.bit_rate.values
    pixels = source.coded_width * source.coded_height * float(source.frame_rate)
    mean = sum(points) / len(points) if points else 0
    if 0 < mean < FEW_BITS * pixels:
        yield Finding(
            code=Code.COMPRESSED, level=Level.INFO, figures={"megabits": round(mean / 1e6, 2)}
        )


def _within(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    """A black picture does not move either."""
    return any(start - 1 <= stretch[0] and stretch[1] <= end + 1 for start, end in others)
