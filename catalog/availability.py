"""A verdict in one word, for finding what can be watched. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from catalog.verdict import Remedy, Verdict


class Availability(StrEnum):
    """`now` without another step, `open` after one at hand, `later` by waiting; best first."""

    NOW = "now"
    OPEN = "open"
    LATER = "later"
    NO = "no"


AT_HAND = frozenset({Remedy.LOG_IN, Remedy.CONFIRM, Remedy.GET_TICKET})


def availability(verdict: Verdict) -> Availability:
    """What a viewer has to do, if there is anything she can do."""
    if verdict:
        return Availability.NOW
    remedies = {refusal.remedy for refusal in verdict.reasons}
    if remedies <= AT_HAND:
        return Availability.OPEN
    if remedies <= AT_HAND | {Remedy.WAIT}:
        return Availability.LATER
    return Availability.NO


def best(found: Iterable[Availability]) -> Availability:
    """Of a film's screenings the one that lets it be seen soonest."""
    return min(found, key=list(Availability).index, default=Availability.NO)
