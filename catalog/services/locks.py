"""Who may count and take at the same time: advisory locks, until the transaction ends.

A transaction takes all it needs in one statement, in the order of the keys, so that two can't wait
for each other. What it counts afterwards is counted by later statements, which at READ COMMITTED
see what the holder before it has written; at REPEATABLE READ they would not, and oversell.
"""

from collections.abc import Iterable
from enum import IntEnum

from django.db import OperationalError
from psycopg.errors import LockNotAvailable

from catalog.models import Offer
from catalog.statements import rows_of
from catalog.troubles import Busy

PATIENCE = "5s"
# A key of 64 bits: what kind of thing, and its primary key.
KIND_BITS = 48


class Kind(IntEnum):
    """What is locked; quotas last, since most wait for them."""

    STREAMS = 0x7100
    SHOP = 0x7101
    HOLDER = 0x7102
    BATCH = 0x7103
    PASS = 0x7104
    BOOKING = 0x7105
    QUOTA = 0x7106


# `patience` is SET LOCAL; its row is made before the first lock is taken.
STATEMENT = """
SELECT pg_advisory_xact_lock(wanted.key)
FROM (SELECT set_config('lock_timeout', %(patience)s, true)) AS patience, (
    SELECT key FROM unnest(%(keys)s::bigint[]) AS key
    UNION
    SELECT %(quota)s + quota_id
    FROM catalog_quota_offers JOIN catalog_quota ON quota_id = catalog_quota.id
    WHERE offer_id = ANY(%(offers)s::bigint[]) AND size IS NOT NULL
    ORDER BY key
) AS wanted
"""


def key(kind: Kind, pk: int) -> int:
    """The key of a row."""
    return (kind << KIND_BITS) + pk


def take(*, keys: Iterable[int] = (), offers: Iterable[Offer] = ()) -> None:
    """Lock `keys` and every quota of `offers` that has a size. One statement.

    Once in a transaction. Raises `Busy` where others hold them for too long.
    """
    values = {
        "patience": PATIENCE,
        "keys": list(keys),
        "quota": key(Kind.QUOTA, 0),
        "offers": [offer.pk for offer in offers],
    }
    try:
        rows_of(STATEMENT, values)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from error
        raise
