"""What every back end of delivery can do. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

AFTER_END = timedelta(hours=1)
LONGEST = timedelta(hours=24)


class Around(NamedTuple):
    """What stands before and after the object's name in an address."""

    before: str
    after: str


class Delivery(Protocol):
    """Gives out addresses of stored objects to one session, good from `now` until `until`.

    An object's name begins with its film: `FILM/…`. Nothing is asked of anybody for it.
    """

    def addresses(
        self, names: Sequence[str], *, session_id: str, now: datetime, until: datetime
    ) -> list[str]:
        """An address for each name, in order."""

    def around(
        self, film: str, *, session_id: str, now: datetime, until: datetime
    ) -> Around | None:
        """What all addresses of a film have in common; None where each is signed by itself."""


def addresses_until(
    *, granted_until: datetime, now: datetime, longest: timedelta = LONGEST
) -> datetime:
    """When addresses given out now run out: an hour after the grant, for pauses.

    `longest`: at most so long from now; a day, or less where an operator wants it.
    """
    return min(granted_until + AFTER_END, now + longest)


def film_of(name: str) -> str:
    """The part of an object's name that all of a film's have in common."""
    return name.partition("/")[0]
