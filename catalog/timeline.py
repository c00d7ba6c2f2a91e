"""Where spans of time lie on an axis: instants in, shares of a width out. It knows no colour."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

Thing = TypeVar("Thing")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK_DAYS = 7
MOST_DAYS = 21  # with more of them, names of days would touch one another


class Zoom(StrEnum):
    """How much is seen at once."""

    EDITION = "edition"
    DAYS = "days"
    HOURS = "hours"


@dataclass(frozen=True, kw_only=True)
class Axis:
    """From one instant to a later one."""

    begins: datetime
    ends: datetime

    def share(self, instant: datetime) -> float:
        """Of the width, 0 to 1; what lies outside is at its edge."""
        whole = (self.ends - self.begins).total_seconds()
        return min(max((instant - self.begins).total_seconds() / whole, 0.0), 1.0)

    def holds(self, instant: datetime) -> bool:
        """Tell whether the instant is on it."""
        return self.begins <= instant < self.ends


@dataclass(frozen=True, kw_only=True)
class Span(Generic[Thing]):
    """Something in [begins, ends)."""

    begins: datetime
    ends: datetime
    of: Thing


@dataclass(frozen=True, kw_only=True)
class Bar(Generic[Thing]):
    """A span as it is drawn. Bars of one lane touch at most."""

    of: Thing
    lane: int
    left: float
    width: float
    goes_on_before: bool
    goes_on_after: bool


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A line across all lanes; `named` has its words beside it."""

    at: datetime
    left: float
    named: bool


def bars(spans: Iterable[Span[Thing]], axis: Axis) -> list[Bar[Thing]]:
    """Lay spans into as few lanes as they need; those beyond the axis are left out."""
    seen = [span for span in spans if span.begins < axis.ends and axis.begins < span.ends]
    free_from: list[datetime] = []
    laid = []
    for span in sorted(seen, key=lambda span: (span.begins, span.ends)):
        free = (lane for lane, since in enumerate(free_from) if since <= span.begins)
        lane = next(free, len(free_from))
        free_from[lane : lane + 1] = [span.ends]
        left = axis.share(span.begins)
        laid.append(
            Bar(
                of=span.of,
                lane=lane,
                left=left,
                width=axis.share(span.ends) - left,
                goes_on_before=span.begins < axis.begins,
                goes_on_after=span.ends > axis.ends,
            )
        )
    return laid


def lanes(laid: Sequence[Bar[Thing]]) -> int:
    """How many lanes there are."""
    return max((bar.lane for bar in laid), default=-1) + 1


def axis_of(zoom: Zoom, *, first: date, last: date, start: date, zone: ZoneInfo) -> Axis:
    """The whole edition, or a week or a day from `start` on; from midnight to midnight there."""
    if zoom is Zoom.EDITION:
        return Axis(begins=midnight(first, zone), ends=midnight(last + DAY, zone))
    days = WEEK_DAYS if zoom is Zoom.DAYS else 1
    return Axis(begins=midnight(start, zone), ends=midnight(start + days * DAY, zone))


def ticks(axis: Axis, zoom: Zoom, zone: ZoneInfo) -> list[Tick]:
    """Midnights there; of a single day the hours. A day of 23 or 25 hours is as wide as it is."""
    if zoom is Zoom.HOURS:
        hours = list(_hours(axis))
        return [Tick(at=at, left=axis.share(at), named=n % 2 == 0) for n, at in enumerate(hours)]
    days = list(_midnights(axis, zone))
    step = 1 if len(days) <= MOST_DAYS else WEEK_DAYS
    return [Tick(at=at, left=axis.share(at), named=n % step == 0) for n, at in enumerate(days)]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _midnights(axis: Axis, zone: ZoneInfo) -> Iterator[datetime]:
    day = axis.begins.astimezone(zone).date()
    while (at := midnight(day, zone)) < axis.ends:
        if at >= axis.begins:
            yield at
        day += DAY


def _hours(axis: Axis) -> Iterator[datetime]:
    at = axis.begins
    while at < axis.ends:
        yield at
        at += HOUR
