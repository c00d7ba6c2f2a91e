"""Who may watch, from the database as it is now."""

from collections.abc import Collection
from datetime import datetime

from catalog import access
from catalog.facts import Asker, facts_by_screening, viewer_facts
from catalog.models import Screening
from catalog.verdict import Place, Verdict


def verdict_for(
    *,
    screening: Screening,
    user: Asker,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
) -> Verdict:
    """Decide whether `user` may watch `screening`, from the database as it is now."""
    facts = facts_by_screening(screening_ids=[screening.pk], user=user, now=now)[screening.pk]
    return access.decide(
        viewer=viewer_facts(user),
        place=place,
        screening=facts.screening,
        offers=facts.offers,
        tickets=facts.tickets,
        now=now,
        running_since=running_since,
    )


def verdicts(
    *,
    screenings: Collection[Screening],
    user: Asker,
    place: Place,
    now: datetime,
) -> dict[int, Verdict]:
    """Give `verdict_for` of each, by primary key, in as many queries as for one."""
    viewer = viewer_facts(user)
    facts = facts_by_screening(
        screening_ids=[screening.pk for screening in screenings], user=user, now=now
    )
    return {
        pk: access.decide(
            viewer=viewer,
            place=place,
            screening=known.screening,
            offers=known.offers,
            tickets=known.tickets,
            now=now,
        )
        for pk, known in facts.items()
    }
