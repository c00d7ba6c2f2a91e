"""Tickets: a holder's right to use an offer."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import Greatest

from catalog.identifiers import new_public_id
from catalog.models.checks import one_of

if TYPE_CHECKING:
    from accounts.models import User


class TicketOrigin(models.TextChoices):
    """How a ticket came about."""

    REGISTRATION = "registration"
    PASS = "pass"  # noqa: S105 -- a festival pass
    VOUCHER = "voucher"
    ACCREDITATION = "accreditation"
    BOOKING = "booking"
    STAFF = "staff"
    SHOP = "shop"


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets by holder."""

    def held_by(self, user: "User") -> Self:
        """All of `user`'s, revoked ones too; what was given back is nobody's."""
        return self.filter(holder=user, released_at=None)

    def live(self, now: datetime) -> Self:
        """Those that take a seat: neither revoked nor given back, and used or still of use.

        An unused one ends as `windows` has it: with its unlock period, or at the closing.
        """
        starts = Greatest("issued_at", F("offer__window__startswith"))
        unlock_ends = ExpressionWrapper(starts + F("offer__unlock"), DateTimeField())
        startable = Q(offer__window__endswith__gt=now) & (
            Q(offer__unlock=None) | Q(unlock_ends__gt=now)
        )
        return self.alias(unlock_ends=unlock_ends).filter(
            Q(started_at__isnull=False) | Q(extended_until__gt=now) | startable,
            revoked_at=None,
            released_at=None,
        )

    def on_its_own_seat(self) -> Self:
        """Leave out those whose seat a booking has taken already."""
        return self.filter(Q(booking=None) | Q(booking__revoked_at__isnull=False))

    def start(self, *, ticket_id: int, now: datetime) -> bool:
        """Begin the watch period unless it has begun; true for the one call that did it."""
        unused = self.filter(pk=ticket_id, started_at=None, released_at=None)
        return unused.update(started_at=now) == 1


class Ticket(models.Model):
    """Points to its offer and computes its windows from it, so a moved offer moves its tickets.

    Losing its holder keeps the seat taken: erasing a person must not oversell a screening.
    """

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    offer = models.ForeignKey("catalog.Offer", models.PROTECT, related_name="tickets")
    holder = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    origin = models.CharField(max_length=16, choices=TicketOrigin)
    # What it was taken with, for counting uses; what is not set played no part.
    held_pass = models.ForeignKey(
        "catalog.Pass", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    voucher = models.ForeignKey(
        "catalog.Voucher", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    booking = models.ForeignKey(
        "catalog.Booking", models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    external_ref = models.CharField(max_length=64, blank=True, help_text="of the ticket shop")
    issued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    extended_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="given back unused")

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer", "holder"],
                condition=Q(revoked_at=None, released_at=None),
                name="ticket_once_an_offer_and_holder",
            ),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="ticket_once_an_external_ref",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(started_at=None),
                name="ticket_released_unused",
            ),
            one_of("origin", TicketOrigin, name="ticket_origin_known"),
        ]

    def __str__(self) -> str:
        return self.public_id
