"""The platform with its locks off, for the control run of `test_oversell` and for nothing else.

No setting does this: it is another WSGI application, which stands in no image. Whoever has seen a
seat left waits until several have, and only then issues, so that what may happen does happen.
"""

import threading
from contextlib import suppress
from typing import Any

from vod.wsgi import application  # isort: skip - it sets Django up
from catalog.services import locks, tickets

__all__ = ["application"]

# One less than the server's threads, and no divisor of 300: the last seats are given twice.
TOGETHER, SECONDS = 7, 2.0
_gate = threading.Barrier(TOGETHER)
_counted = tickets.standing_of


def _take(**_: Any) -> None:
    """Lock nothing."""


def _standing_of(**asked: Any) -> tickets.Standing:
    standing = _counted(**asked)
    if standing.seats_left is not None and standing.seats_left > 0:
        with suppress(threading.BrokenBarrierError):
            _gate.wait(SECONDS)
        if _gate.broken:
            _gate.reset()
    return standing


locks.take = _take
tickets.standing_of = _standing_of
