"""Which key periods a session was served: of each secret, as ranges.

A film watched in order is one range, however long it is, so that a heartbeat copies a small row.
"""

from typing import TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Range

# A period of a secret is one number: the secret's primary key, and the period below it.
PERIOD_BITS = 20
MOST_PERIODS = 1 << PERIOD_BITS
MOST_SECRETS = 1 << (63 - PERIOD_BITS)

Served: TypeAlias = Int8Multirange


def number_of(*, secret: int, period: int) -> int:
    """The number of a period of a secret."""
    return (secret << PERIOD_BITS) | period


def is_numbered(*, secret: int, period: int) -> bool:
    """Tell whether there could be such a period: anything may stand in an address."""
    return 0 <= secret < MOST_SECRETS and 0 <= period < MOST_PERIODS


def none_served() -> Served:
    """Of a session that has just begun."""
    return Int8Multirange()


def served_of(served: Served) -> dict[int, list[int]]:
    """The periods that were served, by secret, in order."""
    found: dict[int, list[int]] = {}
    for part in served:
        for number in _numbers(part):
            found.setdefault(number >> PERIOD_BITS, []).append(number & (MOST_PERIODS - 1))
    return found


def _numbers(part: Range[int]) -> range:
    return range(part.lower or 0, part.upper or 0)  # half-open, as PostgreSQL writes it


class PeriodsField(models.Field[Served, Served]):
    """An `int8multirange`; psycopg reads and writes it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """PostgreSQL's type."""
        return "int8multirange"
