"""Which offers somebody may take a ticket to by herself, and by what right."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from catalog.models import (
    Accreditation,
    AccreditationState,
    Audience,
    Offer,
    Pass,
    Screening,
    Ticket,
    TicketOrigin,
)
from catalog.services import tickets
from catalog.services.claims import Claim, covers


def offers_open_to(user: User, *, now: datetime) -> "QuerySet[Offer]":
    """Offers that `user` may know of: the public ones, and those she has a right or a ticket to."""
    held = Ticket.objects.filter(offer=OuterRef("pk"), holder=user, revoked_at=None)
    return Offer.objects.filter(
        Q(audience=Audience.PUBLIC) | Exists(held) | _by_right(user, now=now),
        screening__in=Screening.objects.reachable_at(now),
    ).select_related("screening__edition")


def offers_by_right(user: User, *, now: datetime) -> "QuerySet[Offer]":
    """Offers, not closed yet, that a pass or an accreditation of hers opens."""
    return (
        Offer.objects.filter(
            _by_right(user, now=now),
            window__endswith__gt=now,
            screening__in=Screening.objects.reachable_at(now),
        )
        .select_related("screening__edition")
        .order_by("window", "pk")
    )


def take_ticket(
    *, offer: Offer, user: User, now: datetime, held_pass: Pass | None = None
) -> Ticket:
    """Return the viewer's ticket, issued now unless she has one.

    What costs her nothing is tried first: free registration, accreditation, then a pass. With
    `held_pass` it is to be this one. Raises `TicketRefused` or a `Trouble`.
    """
    claim = Claim(origin=TicketOrigin.REGISTRATION)
    if held_pass is not None:
        claim = Claim(origin=TicketOrigin.PASS, held_pass=held_pass)
    elif not offer.free_tickets:
        claim = _claim(offer=offer, user=user, now=now) or claim
    return tickets.issue(offer=offer, holder=user, claim=claim, now=now)


def accreditations_in_force(user: User, *, now: datetime) -> "QuerySet[Accreditation]":
    """Approved ones that have not lapsed."""
    lasting = Q(valid_until=None) | Q(valid_until__gt=now)
    return Accreditation.objects.filter(lasting, user=user, state=AccreditationState.APPROVED)


def passes_held(user: User) -> "QuerySet[Pass]":
    """Her passes, with what they open."""
    passes = Pass.objects.filter(holder=user, revoked_at=None)
    return passes.select_related("kind__edition").prefetch_related(
        "kind__programmes", "kind__texts"
    )


def _by_right(user: User, *, now: datetime) -> Q:
    accredited = accreditations_in_force(user, now=now).filter(
        edition=OuterRef("screening__edition"), kind=OuterRef("audience")
    )
    everywhere = Q(kind__programmes=None)
    passes = Pass.objects.filter(
        everywhere | Q(kind__programmes=OuterRef("screening__programme")),
        holder=user,
        revoked_at=None,
        kind__edition=OuterRef("screening__edition"),
        kind__audience=OuterRef("audience"),
    )
    return Q(Exists(accredited)) | Q(Exists(passes))


def _claim(*, offer: Offer, user: User, now: datetime) -> Claim | None:
    edition = offer.screening.edition_id
    accredited = accreditations_in_force(user, now=now).filter(edition=edition, kind=offer.audience)
    if accredited.exists():
        return Claim(origin=TicketOrigin.ACCREDITATION)
    hers = (
        passes_held(user)
        .filter(kind__edition=edition)
        .order_by(F("kind__most_tickets").asc(nulls_first=True), "pk")
    )
    held = next((held for held in hers if covers(held.kind, offer)), None)
    return Claim(origin=TicketOrigin.PASS, held_pass=held) if held is not None else None
