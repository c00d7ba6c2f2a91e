"""How viewers come to tickets, and when those start."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from catalog import access
from catalog.denials import AccessDenied
from catalog.facts import viewer_facts
from catalog.models import Offer, Ticket, TicketOrigin


class TicketRefused(AccessDenied):
    """Somebody asked for a ticket that she can't take by herself."""

    default_code = "ticket_refused"


@transaction.atomic
def take_ticket(*, offer: Offer, user: User, now: datetime) -> Ticket:
    """Return the viewer's ticket, issued now unless she has one: asking twice gives the same.

    Raises `TicketRefused`. A race ends at the database's constraint, so there is never a second.
    """
    held = list(Ticket.objects.held_by(user).filter(offer=offer))
    for ticket in held:
        if ticket.revoked_at is None:
            return ticket
    denied = access.decide_free_ticket(
        viewer=viewer_facts(user),
        edition_state=offer.screening.edition.state,
        closes=offer.window.upper,
        free=offer.free_tickets,
        revoked=bool(held),
        now=now,
    )
    if denied is not None:
        raise TicketRefused(denied)
    ticket, _ = Ticket.objects.get_or_create(
        offer=offer,
        holder=user,
        revoked_at=None,
        defaults={"origin": TicketOrigin.REGISTRATION, "issued_at": now},
    )
    return ticket


def start_watch_period(*, ticket_id: int, now: datetime) -> bool:
    """Begin the watch period unless it has begun; true for the one call that did it."""
    return Ticket.objects.start(ticket_id=ticket_id, now=now)
