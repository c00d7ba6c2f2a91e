"""Where to go on: in the item that was watched last, unless that was seen to its end. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

CREDITS_SECONDS = 60  # whoever stops this close to the end has seen the film
CREDITS_SHARE = 0.05  # of a short one


@dataclass(frozen=True, kw_only=True)
class Saved:
    """How far an item was watched, and when that was kept."""

    seconds: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Resume:
    """The item to begin with, and for each where to begin in it."""

    item: int
    seconds: Mapping[int, int]


def resume(
    *, lengths: Mapping[int, float], saved: Mapping[int, Saved], wanted: int | None = None
) -> Resume:
    """Find the place. `lengths`: seconds of each item, in their order; at least one.

    `wanted`: the item that the viewer chose; she still goes on in it where she was.
    """
    order = list(lengths)
    known = {item: saved[item] for item in order if item in saved}
    seconds = {
        item: known[item].seconds
        if item in known and not is_seen(known[item].seconds, length=lengths[item])
        else 0
        for item in order
    }
    return Resume(item=wanted or _last(order, known, seconds), seconds=seconds)


def is_seen(seconds: float, *, length: float) -> bool:
    """Tell whether somebody who is there has seen the film."""
    return seconds >= length - min(CREDITS_SECONDS, CREDITS_SHARE * length)


def _last(order: Sequence[int], known: Mapping[int, Saved], seconds: Mapping[int, int]) -> int:
    if not known:
        return order[0]
    last = max(known, key=lambda item: known[item].at)
    if seconds[last] or not known[last].seconds:
        return last
    after = order.index(last) + 1
    return order[after] if after < len(order) else order[0]
