"""What one session's events come to: how soon it began, how long it stood still. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

# A player tells of itself every 30 s while it plays: of a longer silence nobody knows anything.
LONGEST_GAP_MS = 90_000
PLAYING, STALLED, FAILED = "p", frozenset("rw"), "f"


class Told(Protocol):
    """An event as it was kept; `moment_ms` orders those of one session."""

    kind: str
    state: str
    moment_ms: int
    kbps: int | None
    startup_ms: int | None
    stalled_ms: int | None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One session in six numbers."""

    startup_ms: int | None
    playing_ms: int
    stalled_ms: int
    kbps: int | None
    errors: int
    failed: bool


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Many sessions. Start-up times to 0.1 s, shares in thousandths, the bit rate to 100 kbit/s."""

    startup_median_ms: int | None
    startup_p95_ms: int | None
    rebuffer_permille: int
    mean_kbps: int | None
    errors: int
    failed_permille: int


def summarise(events: Sequence[Told]) -> Summary:
    """One session's events, in any order.

    A player that says how long each stall was (`bsd`) is believed; otherwise the time between
    events belongs to the state that the earlier one told.
    """
    ordered = sorted(events, key=lambda event: event.moment_ms)
    playing = stalled = weighted = rated = 0
    state, kbps = "", None
    for event, following in pairwise(ordered):
        state, kbps = event.state or state, event.kbps or kbps
        passed = min(following.moment_ms - event.moment_ms, LONGEST_GAP_MS)
        if state == PLAYING:
            playing += passed
            if kbps is not None:
                weighted, rated = weighted + kbps * passed, rated + passed
        elif state in STALLED:
            stalled += passed
    said = [event.stalled_ms for event in ordered if event.stalled_ms is not None]
    return Summary(
        startup_ms=next((one.startup_ms for one in ordered if one.startup_ms is not None), None),
        playing_ms=playing,
        stalled_ms=sum(said) if said else stalled,
        kbps=round(weighted / rated) if rated else None,
        errors=sum(event.kind == "e" for event in ordered),
        failed=any(event.state == FAILED for event in ordered),
    )


def quality(summaries: Sequence[Summary]) -> Quality:
    """Many sessions together; there must be some."""
    startups = sorted(one.startup_ms for one in summaries if one.startup_ms is not None)
    playing = sum(one.playing_ms for one in summaries)
    stalled = sum(one.stalled_ms for one in summaries)
    rated = [(one.kbps, one.playing_ms) for one in summaries if one.kbps is not None]
    length = sum(played for _, played in rated)
    mean = sum(kbps * played for kbps, played in rated) / length if length else None
    return Quality(
        startup_median_ms=_to_hundreds(median(startups)) if startups else None,
        startup_p95_ms=_to_hundreds(startups[(95 * len(startups) - 1) // 100])
        if startups
        else None,
        rebuffer_permille=round(1000 * stalled / max(playing + stalled, 1)),
        mean_kbps=None if mean is None else _to_hundreds(mean),
        errors=sum(one.errors for one in summaries),
        failed_permille=round(1000 * sum(one.failed for one in summaries) / len(summaries)),
    )


def _to_hundreds(value: float) -> int:
    return round(value / 100) * 100
