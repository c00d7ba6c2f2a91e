"""Whoever has a ticket is reminded of it a day before it opens, once."""

from datetime import datetime, timedelta

from catalog.models import Offer, Screening, Ticket
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind

AHEAD = timedelta(days=1)


def remind(*, now: datetime) -> None:
    """Remind of what opens within a day. An offer that moved is told of anew.

    Whoever took hers less than a day before needs no reminder. Nothing is said of a screening that
    is withdrawn.
    """
    soon = Offer.objects.filter(
        window__startswith__gt=now, window__startswith__lte=now + AHEAD
    ).exclude(screening__in=Screening.objects.withheld_at(now))
    for offer in soon:
        opens: datetime = offer.window.lower
        tickets = Ticket.objects.live(now).filter(
            offer=offer, holder__isnull=False, issued_at__lte=opens - AHEAD
        )
        if holders := set(tickets.values_list("holder_id", flat=True)):
            outbox.tell_all(
                user_ids=holders,
                kind=Kind.REMINDER,
                context={"opens": opens.isoformat()},
                now=now,
                once=f"{offer.public_id} {opens.isoformat()}",
            )
