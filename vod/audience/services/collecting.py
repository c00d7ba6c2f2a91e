"""Takes in what players report."""

import json
from dataclasses import asdict
from datetime import datetime

from catalog.statements import one_row
from vod.audience import sql
from vod.audience.cmcd import Malformed, read
from vod.audience.pseudonyms import session_name
from vod.audience.refusals import NoReports, TooManyReports
from vod.playback.refusals import UnknownSession
from vod.playback.tokens import token_hash


def collect(*, token: str, body: bytes, now: datetime) -> int:
    """File the events of a batch; how many of its lines were none. One statement.

    The last batch may come after the session's end. Of trailers nothing is kept. Raises
    `NoReports`, `UnknownSession`, `TooManyReports`.
    """
    try:
        batch = read(body)
    except Malformed as error:
        raise NoReports from error
    row = one_row(
        sql.COLLECT,
        {
            "token_hash": token_hash(token),
            "name": session_name(token),
            "now": now,
            "lines": len(batch.events) + batch.malformed,
            "events": json.dumps([asdict(event) for event in batch.events]),
        },
    )
    if row is None:
        raise UnknownSession
    screening, viewing = row
    if screening is not None and viewing is None:
        raise TooManyReports
    return batch.malformed
