"""Bookings of an organisation. How many places are taken may be known; by whom, may not."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.handwritten import new_code, readings
from accounts.models import ConfirmedBy, User
from catalog.models import (
    CODE_LENGTH,
    Audience,
    Booking,
    BookingMode,
    EditionState,
    Offer,
    Organisation,
    Screening,
    Ticket,
    TicketOrigin,
)
from catalog.services import locks, quotas, redemption, tickets
from catalog.services.claims import Claim
from catalog.services.redemption import Admitted, Visitor
from catalog.troubles import BookingOfRoom, CodeUnknown, NotForSale

SELLING = frozenset({EditionState.ANNOUNCED, EditionState.OPEN})


def bookings_of(user: User, *, now: datetime) -> "QuerySet[Any]":
    """The bookings of her organisations, with `taken`: a number, and nothing more."""
    taken = Ticket.objects.live(now).filter(booking=OuterRef("pk")).order_by().values("booking")
    bookings = Booking.objects.filter(organisation__members__user=user, revoked_at=None)
    return (
        bookings.select_related("organisation", "offer__screening")
        .annotate(
            taken=Coalesce(
                Subquery(taken.annotate(n=Count("*")).values("n")), 0, output_field=IntegerField()
            )
        )
        .order_by("-created_at", "-pk")
    )


def bookable_offers(*, now: datetime) -> "QuerySet[Offer]":
    """Offers to schools that are not over."""
    return (
        Offer.objects.filter(
            audience=Audience.SCHOOL,
            window__endswith__gt=now,
            screening__edition__state__in=SELLING,
            screening__in=Screening.objects.reachable_at(now),
        )
        .select_related("screening__edition")
        .order_by("window", "pk")
    )


@transaction.atomic
def book(
    *,
    organisation: Organisation,
    offer: Offer,
    mode: BookingMode,
    seats: int,
    by: User,
    now: datetime,
) -> Booking:
    """Keep seats from now on. Of a room, whoever books it has the ticket for its one stream.

    Raises `NotEnoughSeats`, or `NotForSale`.
    """
    if not bookable_offers(now=now).filter(pk=offer.pk).exists():
        raise NotForSale
    holder = locks.key(locks.Kind.HOLDER, by.pk)
    quotas.require_seats(offers=[offer], seats=seats, now=now, keys=[holder])
    booking = Booking.objects.create(
        organisation=organisation,
        offer=offer,
        mode=mode,
        seats=seats,
        join_code=new_code(CODE_LENGTH),
        created_at=now,
    )
    if mode == BookingMode.ROOM:
        claim = Claim(origin=TicketOrigin.BOOKING, booking=booking)
        tickets.issue(offer=offer, holder=by, claim=claim, now=now)
    return booking


@transaction.atomic
def join(*, typed: str, visitor: Visitor, now: datetime) -> Admitted:
    """Take one of the booked places by its code, without an address or a name.

    Whoever has one already gets the same. Raises a `Trouble`, or `TicketRefused`.
    """
    booking = booking_of(typed)
    if booking.mode == BookingMode.ROOM:
        raise BookingOfRoom
    user, code = redemption.admit(visitor=visitor, by=ConfirmedBy.ORGANISATION, now=now)
    claim = Claim(origin=TicketOrigin.BOOKING, booking=booking)
    ticket = tickets.issue(offer=booking.offer, holder=user, claim=claim, now=now)
    return Admitted(user=user, ticket=ticket, return_code=code)


def booking_of(typed: str) -> Booking:
    """The booking whose join code was typed. Raises `CodeUnknown`."""
    codes = readings(typed, length=CODE_LENGTH)
    known = Booking.objects.filter(join_code__in=codes, revoked_at=None)
    found = known.select_related("offer__screening__edition").first()
    if found is None:
        raise CodeUnknown
    return found


def tell_headcount(*, booking: Booking, headcount: int) -> Booking:
    """Say how many came: from now on so many seats are reckoned, not those that were booked."""
    booking.headcount = headcount
    booking.save(update_fields=["headcount"])
    return booking


def cancel(*, booking: Booking, now: datetime) -> None:
    """Give back the places that nobody has taken; who has a ticket keeps it, and its seat."""
    Booking.objects.filter(pk=booking.pk, revoked_at=None).update(revoked_at=now)
