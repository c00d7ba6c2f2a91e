"""Charts as shapes: lines, bars and words at places. Pure; `drawing` makes pictures of them.

Words are digits, per cent and days: a chart needs no translation, its caption has the words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 300
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 16, 36
INNER_WIDTH: Final = WIDTH - LEFT - RIGHT
INNER_HEIGHT: Final = HEIGHT - TOP - BOTTOM
GRID_LINES: Final = 4
MOST_DAYS_NAMED: Final = 6
DAY: Final = timedelta(days=1)

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Word:
    """`anchor` as SVG has it: start, middle, end."""

    at: Point
    text: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """From its upper left corner."""

    at: Point
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What is drawn, in that order: grid, bars, line, words."""

    grid: Sequence[tuple[Point, Point]]
    words: Sequence[Word]
    bars: Sequence[Bar] = field(default=())
    line: Sequence[Point] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Days:
    """Plays over whole days, first and last."""

    first: date
    last: date
    plays: float

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def daily(self) -> float:
        """On each of them, on average."""
        return self.plays / self.count


def completion_chart(percents: Sequence[int]) -> Chart:
    """Share of viewers, in per cent, who came to each part of the film; all began it."""
    points = [100, *percents]
    across = INNER_WIDTH / (len(points) - 1)
    shares = [f"{share} %" for share in (100, 75, 50, 25, 0)]
    places = ((LEFT + INNER_WIDTH * part / 100, part) for part in (0, 25, 50, 75, 100))
    return Chart(
        grid=list(_grid()),
        words=[
            *_scale(shares),
            *(_below(across_, f"{part} %") for across_, part in places),
        ],
        line=[(LEFT + across * at, _height(share, most=100)) for at, share in enumerate(points)],
    )


def plays_chart(periods: Sequence[Days]) -> Chart:
    """Plays a day, of all screenings together.

    Days that were told together share a bar: its area is their plays.
    """
    days = list(_stacked(periods))
    first, last = days[0].first, days[-1].last
    across = INNER_WIDTH / ((last - first).days + 1)
    most = _round_up(max(one.daily for one in days))
    bars = []
    for one in days:
        top = _height(one.daily, most=most)
        at = (LEFT + across * (one.first - first).days + 1, top)
        width = max(across * one.count - 2, 1)
        bars.append(Bar(at=at, width=width, height=TOP + INNER_HEIGHT - top))
    scale = [f"{most * part / GRID_LINES:g}" for part in range(GRID_LINES, -1, -1)]
    return Chart(
        grid=list(_grid()), bars=bars, words=[*_scale(scale), *_days(first, last, across=across)]
    )


def _stacked(periods: Sequence[Days]) -> Iterator[Days]:
    """Cut where any period begins or ends: in between, those of two screenings are added."""
    ends = {one.last + DAY for one in periods}
    for start, end in pairwise(sorted({one.first for one in periods} | ends)):
        daily = sum(one.daily for one in periods if one.first <= start <= one.last)
        if daily:
            yield Days(first=start, last=end - DAY, plays=daily * (end - start).days)


def _grid() -> Iterator[tuple[Point, Point]]:
    for part in range(GRID_LINES + 1):
        height = TOP + INNER_HEIGHT * part / GRID_LINES
        yield (LEFT, height), (WIDTH - RIGHT, height)


def _scale(texts: Sequence[str]) -> Iterator[Word]:
    for part, text in enumerate(texts):
        at = (LEFT - 8, TOP + INNER_HEIGHT * part / GRID_LINES + 4)
        yield Word(at=at, text=text, anchor="end")


def _days(first: date, last: date, *, across: float) -> Iterator[Word]:
    count = (last - first).days + 1
    step = -(-count // MOST_DAYS_NAMED)
    for day in range(0, count, step):
        text = f"{first + day * DAY:%m-%d}"
        yield _below(LEFT + across * (day + 0.5), text)


def _below(across: float, text: str) -> Word:
    return Word(at=(across, HEIGHT - BOTTOM + 22), text=text, anchor="middle")


def _height(value: float, *, most: float) -> float:
    return TOP + INNER_HEIGHT * (1 - value / most)


def _round_up(value: float) -> int:
    """The next number that four lines divide."""
    step = 1
    while GRID_LINES * step < value:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return GRID_LINES * step
