"""Who may watch, from the database as it is now."""

from collections.abc import Collection
from datetime import datetime

from catalog import access
from catalog.facts import Asker, Facts, facts_of, viewer_facts
from catalog.models import Screening, ScreeningItem
from catalog.verdict import Place, Verdict, Viewer


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
    rows = Screening.objects.filter(pk=screening.pk).with_facts(now)
    facts = facts_of(rows, user=user, now=now, wanted=item)[screening.pk]
    return _decide(viewer_facts(user), facts, place=place, now=now, running_since=running_since)


def verdicts(
    *,
    screenings: Collection[Screening],
    user: Asker,
    place: Place,
    now: datetime,
) -> dict[int, Verdict]:
    """Give `verdict_for` of each, by primary key; `with_page` or `with_facts` has loaded them."""
    viewer = viewer_facts(user)
    return {
        pk: _decide(viewer, facts, place=place, now=now)
        for pk, facts in facts_of(screenings, user=user, now=now).items()
    }


def _decide(
    viewer: Viewer,
    facts: Facts,
    *,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
) -> Verdict:
    return access.decide(
        viewer=viewer,
        place=place,
        screening=facts.screening,
        offers=facts.offers,
        tickets=facts.tickets,
        now=now,
        running_since=running_since,
    )
