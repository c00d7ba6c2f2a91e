"""How viewers come to tickets, and what becomes of those.

`issue` is the only door: free registration, pass, accreditation, voucher, booking, staff and shop
all go through it, so that nobody sells a seat twice.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from rest_framework.exceptions import APIException

from accounts.models import User
from catalog import access
from catalog.denials import AccessDenied
from catalog.models import Offer, Screening, Ticket, TicketOrigin
from catalog.services import locks, quotas
from catalog.services.claims import BY_HERSELF, Claim
from catalog.troubles import NotEnoughSeats, TicketInUse, Trouble
from catalog.verdict import Denied, Viewer
from vod.outbox import services as outbox
from vod.outbox.kinds import Kind as Message


class TicketRefused(AccessDenied):
    """Somebody asked for a ticket that she can't have."""

    default_code = "ticket_refused"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What `issue` has to know, read after the locks are held."""

    held: int | None
    revoked: bool
    withheld: bool
    seats_left: int | None


def issue(*, offer: Offer, holder: User, claim: Claim, now: datetime) -> Ticket:
    """Return the holder's ticket, issued now unless she has one: asking twice gives the same.

    Four statements: locks, what is known, the ticket, and what its holder is told. `offer` is
    loaded with its screening and edition. Raises `TicketRefused`, or a `Trouble` where the claim
    has nothing left to give.
    """
    outcome = _issue(offer=offer, holder=holder, claim=claim, now=now)
    if isinstance(outcome, APIException):
        raise outcome
    return outcome


@transaction.atomic(savepoint=False)
def _issue(*, offer: Offer, holder: User, claim: Claim, now: datetime) -> Ticket | APIException:
    """Give the ticket or the reason why not; raised here, it would spoil a caller's transaction."""
    holder_key = locks.key(locks.Kind.HOLDER, holder.pk)
    seats = () if claim.has_a_seat else (offer,)
    locks.take(keys=[holder_key, *claim.keys()], offers=seats)
    standing = standing_of(offer=offer, holder=holder, now=now)
    if standing.held is not None:
        return Ticket.objects.get(pk=standing.held)
    denied = _denied(offer=offer, holder=holder, claim=claim, standing=standing, now=now)
    if denied is not None:
        return TicketRefused(denied)
    try:
        claim.require_left(now)
    except Trouble as trouble:
        return trouble
    ticket = Ticket.objects.create(
        offer=offer,
        holder=holder,
        origin=claim.origin,
        held_pass=claim.held_pass,
        voucher=claim.voucher,
        booking=claim.booking,
        external_ref=claim.external_ref,
        issued_at=now,
    )
    outbox.tell(user=holder, kind=Message.TICKET, context={}, now=now)
    return ticket


def standing_of(*, offer: Offer, holder: User, now: datetime) -> Standing:
    """Read tickets, seats and withdrawals in one query."""
    withheld = Screening.objects.withheld_at(now)
    hers = Ticket.objects.held_by(holder).filter(offer=OuterRef("pk"))
    known = (
        Offer.objects.filter(pk=offer.pk)
        .values("pk")
        .annotate(
            held=Subquery(hers.filter(revoked_at=None).values("pk")[:1]),
            revoked=Exists(hers.exclude(revoked_at=None)),
            withheld=Exists(withheld.filter(pk=OuterRef("screening"))),
            seats_left=Subquery(quotas.tightest(now).values("left")[:1]),
        )
        .get()
    )
    return Standing(**{name: known[name] for name in ("held", "revoked", "withheld", "seats_left")})


def release(*, ticket: Ticket, now: datetime) -> None:
    """Give an unused ticket back: its seat is free for somebody else. Raises `TicketInUse`.

    A shop's reference goes too: its buyer may come back with the same claim code.
    """
    unused = Ticket.objects.filter(pk=ticket.pk, started_at=None, revoked_at=None, released_at=None)
    if not unused.update(released_at=now, external_ref=""):
        raise TicketInUse


@transaction.atomic
def revoke(*, tickets: "QuerySet[Ticket]", now: datetime) -> int:
    """Take tickets away; their seats are free, and who held them is told. How many there were."""
    live = Ticket.objects.filter(pk__in=tickets.values("pk"), revoked_at=None, released_at=None)
    locked = live.select_for_update().order_by("pk")
    holders: dict[int, int | None] = dict(locked.values_list("pk", "holder_id"))
    told = {holder for holder in holders.values() if holder is not None}
    if told:
        outbox.tell_all(user_ids=told, kind=Message.CANCELLATION, context={}, now=now)
    return Ticket.objects.filter(pk__in=holders).update(revoked_at=now)


def extend(*, tickets: "QuerySet[Ticket]", until: datetime) -> int:
    """Let their holders watch until then, or until later where that was granted before."""
    live = tickets.filter(revoked_at=None, released_at=None)
    return live.update(extended_until=Greatest("extended_until", until))


def renew(*, ticket: Ticket, now: datetime) -> None:
    """Make a ticket as new: unstarted, and issued now. It stays what it was sold as.

    Whoever let hers run out unused gave up her seat, and needs one that is free: raises
    `NotEnoughSeats`. `ticket` is loaded with offer and holder; the caller's transaction holds.
    """
    holder: User | None = ticket.holder
    keys = [locks.key(locks.Kind.HOLDER, holder.pk)] if holder is not None else []
    locks.take(keys=keys, offers=(ticket.offer,))
    if not Ticket.objects.live(now).filter(pk=ticket.pk).exists() and holder is not None:
        left = standing_of(offer=ticket.offer, holder=holder, now=now).seats_left
        if left is not None and left < 1:
            raise NotEnoughSeats
    live = Ticket.objects.filter(pk=ticket.pk, revoked_at=None, released_at=None)
    live.update(issued_at=now, started_at=None, extended_until=None)


def start_watch_period(*, ticket_id: int, now: datetime) -> bool:
    """Begin the watch period unless it has begun; true for the one call that did it."""
    return Ticket.objects.start(ticket_id=ticket_id, now=now)


def _denied(
    *, offer: Offer, holder: User, claim: Claim, standing: Standing, now: datetime
) -> Denied | None:
    left = standing.seats_left
    return access.decide_free_ticket(
        viewer=Viewer(authenticated=True, confirmed=holder.confirmed),
        edition_state=offer.screening.edition.state,
        closes=offer.window.upper,
        free=offer.free_tickets or claim.origin != TicketOrigin.REGISTRATION,
        revoked=standing.revoked and claim.origin in BY_HERSELF,
        withheld=standing.withheld,
        sold_out=left is not None and left < 1 and not claim.has_a_seat,
        now=now,
    )
