"""Who may watch, from the database as it is now."""

import json
from collections.abc import Collection
from datetime import datetime

from catalog import access
from catalog.facts import Document, facts_from
from catalog.models import Screening, ScreeningItem
from catalog.services.facts_sql import Asker, documents
from catalog.verdict import Place, Verdict


def verdict_for(
    *,
    screening: Screening,
    user: Asker,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
    item: ScreeningItem | None = None,
) -> Verdict:
    """Decide whether `user` may watch `screening`, from the database as it is now.

    `item`: what is to be played of it. A block may play on without a film that can't be shown;
    that film itself may not be played.
    """
    return verdict_from(
        documents([screening.pk], user=user)[screening.pk],
        place=place,
        now=now,
        running_since=running_since,
        item=item.pk if item is not None else None,
    )


def verdicts(
    *,
    screenings: Collection[Screening],
    user: Asker,
    place: Place,
    now: datetime,
) -> dict[int, Verdict]:
    """Give `verdict_for` of each, by primary key. One query, however many they are."""
    return verdicts_by_key(
        [screening.pk for screening in screenings], user=user, place=place, now=now
    )


def verdicts_by_key(
    screenings: Collection[int], *, user: Asker, place: Place, now: datetime
) -> dict[int, Verdict]:
    """Give the same by primary keys; screenings that are gone are not in it."""
    return {
        pk: verdict_from(document, place=place, now=now)
        for pk, document in documents(screenings, user=user).items()
    }


def verdict_from(
    document: Document | str,
    *,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
    item: int | None = None,
) -> Verdict:
    """Decide by a document of `facts_expression`, read or as text; `item` is a primary key."""
    read = json.loads(document) if isinstance(document, str) else document
    facts = facts_from(read, now=now, item=item)
    return access.decide(**vars(facts), place=place, now=now, running_since=running_since)
