"""Which numbers may be told, so that nobody is singled out. Pure.

Nothing is told of fewer than `K` people. What is told of a period is told once, and each viewing is
in one period: taking one publication from another leaves a whole one, never somebody.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, Generic, Protocol, TypeVar

K: Final = 5
OTHER: Final = ""
ALWAYS_OTHER: Final = frozenset({"CN", "HK"})  # who watches there must not even be a number
STEPS: Final = 20  # of a film's length, 5 % each
DAY = timedelta(days=1)


class Dated(Protocol):
    """Something of a day, by somebody."""

    @property
    def day(self) -> Any:
        """On which it began: a date, which mypy does not see in a model that imports in a ring."""

    @property
    def whose(self) -> object:
        """Who counts as one."""


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, kw_only=True)
class Period(Generic[Row]):
    """Whole days, first and last, and what began on them."""

    first: date
    last: date
    rows: Sequence[Row] = field(default_factory=list)


def periods(
    rows: Sequence[Row], *, published_until: date | None, closed_until: date
) -> Iterator[Period[Row]]:
    """The periods to publish now; what is left over waits for the next one.

    A day of fewer than `K` people goes on into the following days. Of a day that was published
    already, latecomers wait as well: it is not told twice.
    """
    after = None if published_until is None else published_until + DAY
    gathered: list[Row] = []
    first = after
    ordered = sorted(rows, key=lambda row: row.day)
    days = sorted({max(row.day, after or row.day) for row in ordered})
    for day in days:
        if day > closed_until:
            return
        gathered += [row for row in ordered if max(row.day, after or row.day) == day]
        first = first or day
        if len({row.whose for row in gathered}) >= K:
            yield Period(first=first, last=day, rows=gathered)
            gathered, first = [], day + DAY


def countries(where: Sequence[str]) -> dict[str, int]:
    """How many people by country, one entry a person; the rest is under `OTHER`.

    China and Hong Kong are in the rest always, and so is each country of fewer than `K`. Where the
    rest itself would be fewer than `K`, the smallest country joins it: it could be worked out.
    """
    counted = Counter(OTHER if place in ALWAYS_OTHER else place for place in where)
    told = {place: n for place, n in counted.items() if place != OTHER and n >= K}
    rest = len(where) - sum(told.values())
    while told and 0 < rest < K:
        smallest = min(told, key=lambda place: (told[place], place))
        rest += told.pop(smallest)
    ordered = dict(sorted(told.items(), key=lambda one: (-one[1], one[0])))
    return ordered | ({OTHER: rest} if rest else {})


def completion(reached: Sequence[int]) -> list[int]:
    """Per cent of people who came to each 5 % of the film, from 5 to 100; one entry a person."""
    return [
        round(100 * sum(far >= step for far in reached) / len(reached))
        for step in range(1, STEPS + 1)
    ]


def step_of(*, furthest: int, periods: int) -> int:
    """How many 5 % of a film lie before its furthest key period that was asked for.

    Keys are fetched some seconds before they are needed, so the period's beginning counts; whoever
    asked for the last one has seen the film.
    """
    return STEPS if furthest + 1 >= periods else STEPS * furthest // periods


def stepped(count: int, *, told: int | None) -> int | None:
    """A number that grows, as it may be told: it stands still until it has grown by `K`."""
    grown = count - (told or 0)
    return count if grown >= K else told


def added(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Countries of several periods together, the largest first, the rest last."""
    total: Counter[str] = Counter()
    for part in parts:
        total.update(part)
    rest = total.pop(OTHER, 0)
    ordered = dict(sorted(total.items(), key=lambda one: (-one[1], one[0])))
    return ordered | ({OTHER: rest} if rest else {})
