"""What a press on play depends on, but for the viewer's other streams. One statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from catalog.facts import Document, reachable_items
from catalog.statements import one_row
from vod.playback import start_sql
from vod.playback.holding import FORGOTTEN_AFTER
from vod.playback.resuming import Saved


class Item(NamedTuple):
    """An item of the screening, in the order of `start_sql.LOOK`."""

    pk: int
    public_id: str
    publication: int  # 0 where nothing is published
    hold_is_due: bool  # whether its publication is to be kept from being collected for longer
    concealed: bool  # by a withdrawal
    film: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A screening as its viewer finds it; only the items that may be known of."""

    screening_pk: int
    items: list[Item]
    rooms: frozenset[int]
    facts: Document
    saved: Mapping[int, Mapping[int, Saved]]  # by ticket and item


def standing(*, screening_id: str, viewer: int | None, now: datetime) -> Standing | None:
    """How it stands at this instant; None where there is nothing to know of."""
    row = one_row(
        start_sql.LOOK,
        {
            "screening": screening_id,
            "viewer": viewer,
            "now": now,
            "held_until": now + FORGOTTEN_AFTER,
        },
    )
    if row is None:
        return None
    pk, items, rooms, progress, facts = row
    found = [Item(*item) for item in items]
    concealed = {item.pk for item in found if item.concealed}
    known = set(reachable_items(facts, now=now, concealed=concealed))
    if not known:
        return None
    saved: dict[int, dict[int, Saved]] = {}
    for ticket, item, seconds, at in progress:
        saved.setdefault(ticket, {})[item] = Saved(seconds=seconds, at=datetime.fromisoformat(at))
    return Standing(
        screening_pk=pk,
        items=[item for item in found if item.pk in known],
        rooms=frozenset(rooms),
        facts=facts,
        saved=saved,
    )
