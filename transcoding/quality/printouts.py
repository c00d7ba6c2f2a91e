"""What FFmpeg's filters measured, read from what they print as it goes by.

However long the film, what is kept of it is small: a plot has `MOST_POINTS`, a list of stretches
`MOST_STRETCHES`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import log10
from operator import itemgetter

from transcoding.quality.measures import QUIETEST, Box, Levels, Series, Stretch

MOST_POINTS, MOST_STRETCHES = 600, 500
SHORTEST_STRETCH = 1.0  # seconds
WHITE = 235  # of 8 bits in limited range (ITU-R BT.709)
OUTSIDE_PIXELS = 0.02  # of a picture; overshoots of sharpening and scaling are fewer


def printed(lines: Iterable[bytes]) -> Iterator[tuple[float, str, str]]:
    """Instant, key and value of everything that `metadata=print` wrote.

    Source: libavfilter/f_metadata.c. Keys without their leading `lavfi.`.
    """
    seconds = 0.0
    for line in lines:
        if line.startswith(b"frame:"):
            seconds = number(line.rpartition(b"pts_time:")[2])
            continue
        key, equals, value = line.strip().partition(b"=")
        if equals and key.startswith(b"lavfi."):
            yield seconds, key[6:].decode(errors="replace"), value.decode(errors="replace")


def read_levels(lines: Iterable[bytes], *, start: float = 0) -> Levels:
    """From `signalstats` and `cropdetect`, over a picture a second; theirs is a part's clock.

    `start` is when that part begins in the film.
    """
    samples = 0
    white, outside, bright = _Worst(), _Worst(), _Worst()
    edges: dict[str, int] = {}
    for instant, told in _by_frame(printed(lines)):
        seconds = start + instant
        samples += 1
        bright.take(told.get("signalstats.YAVG", 0), seconds)
        if told.get("signalstats.YHIGH", 0) >= WHITE:  # of a tenth of the picture
            white.take(told.get("signalstats.YAVG", 0), seconds)
        if told.get("signalstats.BRNG", 0) >= OUTSIDE_PIXELS:
            outside.take(told["signalstats.BRNG"], seconds)
        # Each frame tells what was seen so far; the edges are crossed while all was black.
        edges = {edge: int(told.get(f"cropdetect.{edge}", -1)) for edge in ("x1", "x2", "y1", "y2")}
    return Levels(
        samples=samples,
        white=white.count,
        white_at=white.at,
        white_level=white.value,
        outside=outside.count,
        outside_at=outside.at,
        outside_share=outside.value,
        brightest_at=bright.at,
        brightness=bright.value,
        picture=_within(edges),
    )


def _within(edges: dict[str, int]) -> Box | None:
    if not edges or edges["x1"] >= edges["x2"] or edges["y1"] >= edges["y2"]:
        return None
    width, height = edges["x2"] - edges["x1"] + 1, edges["y2"] - edges["y1"] + 1
    return Box(left=edges["x1"], top=edges["y1"], width=width, height=height)


@dataclass
class _Worst:
    """How many there are, and when the worst was."""

    count: int = 0
    value: float = 0
    at: float = 0

    def take(self, value: float, seconds: float) -> None:
        self.count += 1
        if value > self.value:
            self.value, self.at = value, seconds


def _by_frame(told: Iterable[tuple[float, str, str]]) -> Iterator[tuple[float, dict[str, float]]]:
    for seconds, group in groupby(told, key=itemgetter(0)):
        yield seconds, {key: number(value) for _, key, value in group}


def read_packets(lines: Iterable[bytes], *, seconds: float) -> Series:
    """Bits a second of the packets that `framecrc` listed, over a film of about `seconds`."""
    width = point_seconds(seconds)
    tick = 1.0
    bits: dict[int, int] = {}
    for line in lines:
        if line.startswith(b"#tb"):
            above, _, below = line.rpartition(b":")[2].partition(b"/")
            tick = number(above) / (number(below) or 1)
            continue
        columns = line.split(b",")
        if line[:1] == b"#" or len(columns) < len(b"sdpds"):
            continue
        place = min(int(max(number(columns[1]) * tick, 0) / width), 2 * MOST_POINTS)
        bits[place] = bits.get(place, 0) + 8 * int(number(columns[4]))
    last = max(bits, default=-1)
    values = tuple(round(bits.get(place, 0) / width) for place in range(last + 1))
    return Series(seconds=width, values=tuple(map(float, values)))


@dataclass(kw_only=True)
class Heard:
    """What `ebur128` and `silencedetect` said of a sound: the last word on all but the plot."""

    seconds: float = 0
    loudness: float = QUIETEST
    loudness_range: float = 0
    true_peak: float = QUIETEST
    silent: tuple[Stretch, ...] = ()
    dead: tuple[int, ...] = ()
    short_term: Series = field(default_factory=lambda: Series(seconds=1, values=()))


def read_sound(lines: Iterable[bytes], *, channels: int, seconds: float) -> Heard:
    """Of a sound of so many channels, in a film of about `seconds`."""
    heard = Heard()
    width = point_seconds(seconds)
    loudest: dict[int, float] = {}
    silences = _Silences(channels)
    at = 0.0
    for at, key, value in printed(lines):
        match key:
            case "r128.S":
                place = min(int(at / width), 2 * MOST_POINTS)
                loudest[place] = max(loudest.get(place, QUIETEST), number(value))
            case "r128.I":
                heard.loudness = max(number(value), QUIETEST)
            case "r128.LRA":
                heard.loudness_range = number(value)
            case "r128.true_peak":
                peak = number(value)
                heard.true_peak = max(20 * log10(peak), QUIETEST) if peak > 0 else QUIETEST
            case _ if key.startswith("silence_"):
                silences.take(key, number(value))
    heard.seconds = round(at + 0.1, 1) if loudest else 0  # ebur128 goes by tenths of a second
    heard.silent, heard.dead = silences.common(heard.seconds), silences.dead(heard.seconds)
    values = tuple(loudest.get(place, QUIETEST) for place in range(max(loudest, default=-1) + 1))
    heard.short_term = Series(seconds=width, values=values)
    return heard


class _Silences:
    """Stretches of silence, channel by channel (from 1, as FFmpeg counts; none said: all)."""

    def __init__(self, channels: int) -> None:
        self._open: dict[int, float] = {}
        self._found: dict[int, list[Stretch]] = {place: [] for place in range(channels)}

    def take(self, key: str, value: float) -> None:
        edge, _, channel = key.partition(".")
        place = int(channel) - 1 if channel else 0
        if place not in self._found:
            return
        if edge == "silence_start":
            self._open[place] = max(value, 0.0)
        elif edge == "silence_end" and place in self._open:
            _keep(self._found[place], (self._open.pop(place), value))

    def _all(self, seconds: float) -> list[list[Stretch]]:
        return [
            [*found, *([(self._open[place], seconds)] if place in self._open else [])]
            for place, found in self._found.items()
        ]

    def common(self, seconds: float) -> tuple[Stretch, ...]:
        """When all are silent."""
        first, *others = self._all(seconds)
        for other in others:
            first = _both(first, other)
        return tuple(stretch for stretch in first if stretch[1] - stretch[0] >= SHORTEST_STRETCH)

    def dead(self, seconds: float) -> tuple[int, ...]:
        """Which are silent all along."""
        return tuple(
            place
            for place, found in enumerate(self._all(seconds))
            if sum(end - start for start, end in found) > seconds - SHORTEST_STRETCH / 2
        )


def point_seconds(seconds: float) -> float:
    """How much of a film of this length one point of its plots stands for."""
    return float(max(1, -(-int(seconds) // MOST_POINTS)))


def _both(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Where both are, of two lists in order."""
    found: list[Stretch] = []
    i = j = 0
    while i < len(one) and j < len(other):
        start, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if start < end:
            found.append((start, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def _keep(found: list[Stretch], stretch: Stretch) -> None:
    if stretch[1] - stretch[0] >= SHORTEST_STRETCH and len(found) < MOST_STRETCHES:
        found.append((round(stretch[0], 3), round(stretch[1], 3)))


def number(text: bytes | str) -> float:
    """Zero for what is none: a filter may say `nan`, `-inf` or `N/A`."""
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if abs(value) < float("inf") else QUIETEST if value < 0 else 0.0
