"""How many keys a session is given: a burst, then twice as many as can be watched.

The generic cell rate algorithm (ITU-T I.371): one instant says by when the keys given so far are
paid for. A key costs half of its period, since the meter refills at twice real time. One that was
given before costs nothing: players ask again, for sound and for picture. `sql.KEEP_WITH_KEY` is
the same law; `tests/playback/test_metering.py` holds them together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

BURST = 6
SPEED = 2
PAID = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Metered:
    """True where the key may be given. `wait`: how long until it would be."""

    paid_until: datetime
    wait: timedelta

    def __bool__(self) -> bool:
        return self.wait <= PAID


def cost_of(period: timedelta) -> timedelta:
    """What a key of so much film costs, in time."""
    return period / SPEED


def meter(*, paid_until: datetime, now: datetime, period: timedelta, served: bool) -> Metered:
    """Ask for the key of a period of film; whether it was `served` to this session before.

    A clock that goes back gives nothing away: what was paid until later stays so.
    """
    if served:
        return Metered(paid_until=paid_until, wait=PAID)
    cost = cost_of(period)
    paid = max(paid_until, now) + cost
    wait = paid - now - BURST * cost
    if wait > PAID:
        return Metered(paid_until=paid_until, wait=wait)
    return Metered(paid_until=paid, wait=PAID)


def whole_seconds(wait: timedelta) -> int:
    """As `Retry-After` says it: one at least."""
    return max(1, ceil(wait.total_seconds()))
