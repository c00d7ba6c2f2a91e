"""What a line does to a packet. Pure: the clock and the dice are given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

UNLIMITED = 0.0
QUEUE_SECONDS = 0.5  # what a router on a slow line keeps waiting before it drops


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How good a line is, each way: bit/s (0: no limit), seconds one way, share that is lost."""

    bits_per_second: float = UNLIMITED
    delay: float = 0.0
    loss: float = 0.0


SILENT = Terms(loss=1.0)


@dataclass
class Way:
    """One direction of a line: a queue, then the wire, then the loss.

    As `tc netem` with `rate`, `delay`, `loss` and a `limit`: packets are sent one after the other
    at the line's rate, those that would wait longer than `QUEUE_SECONDS` are dropped, and of the
    rest each is lost by itself.
    """

    dice: Random
    busy_until: float = 0.0
    passed: int = 0
    lost: int = 0
    overflowed: int = 0
    octets: int = field(default=0, repr=False)

    def leaves_at(self, size: int, *, now: float, terms: Terms) -> float | None:
        """When a packet of `size` bytes comes out at the other end; `None` if it never does."""
        begins = max(now, self.busy_until)
        if begins - now > QUEUE_SECONDS:
            self.overflowed += 1
            return None
        if terms.bits_per_second:
            self.busy_until = begins + size * 8 / terms.bits_per_second
        else:
            self.busy_until = now
        if self.dice.random() < terms.loss:
            self.lost += 1
            return None
        self.passed += 1
        self.octets += size
        return self.busy_until + terms.delay
