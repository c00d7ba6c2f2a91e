"""A film told by its packets, where each of them is one picture: no decode is needed to know it.

`framecrc` (libavformat/framecrcenc.c) and `framehash` (framehashenc.c) write a row for each:
stream, dts, pts, duration, size, and a sum over the bytes. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from transcoding.schedule import Chunk

TOLERANCE = 0.25  # of a frame: clocks of milliseconds round; further off, a frame may be lost
COLUMNS = 6


@dataclass(frozen=True, kw_only=True)
class Strip:
    """`marks` tell size and sum of each picture in order.

    `even` says that each came at its place: none missing, none twice, none between two.
    """

    marks: list[bytes]
    even: bool


def read_strip(
    lines: Iterable[bytes], *, rate: Fraction, most: int, chunk: Chunk | None = None
) -> Strip:
    """The pictures of a film, or those of a chunk, whatever comes before and after it."""
    first = chunk.start if chunk else 0
    marks: list[bytes] = []
    even = True
    for place, mark in _rows(lines, rate):
        near = None if place is None else round(place)
        if chunk and near is not None and not chunk.start <= near < chunk.end:
            continue
        if place is None or near is None or len(marks) >= most:
            even = False
            continue
        even = even and near == first + len(marks) and abs(place - near) < TOLERANCE
        marks.append(mark)
    return Strip(marks=marks, even=even)


def listed(strip: Strip, *, rate: Fraction) -> Iterator[bytes]:
    """An even strip as `framecrc` would list it, on the clock of its grid."""
    yield b"#tb 0: %d/%d\n" % (rate.denominator, rate.numerator)
    for place, mark in enumerate(strip.marks):
        yield b"0, %d, %d, 1, %b\n" % (place, place, mark)


def _rows(lines: Iterable[bytes], rate: Fraction) -> Iterator[tuple[float | None, bytes]]:
    """Each picture's place on the grid, in frames, and its mark; no place where it has no time."""
    ticks = 0.0
    for line in lines:
        if line.startswith(b"#tb"):
            ticks = float(Fraction(line.rpartition(b":")[2].strip().decode()) * rate)
        if line[:1] in b"#\n":
            continue
        columns = [column.strip() for column in line.split(b",")]
        if len(columns) < COLUMNS:
            yield None, b""
            continue
        try:
            yield int(columns[2]) * ticks, b",".join(columns[4:6])
        except ValueError:
            yield None, b""
