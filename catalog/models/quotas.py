"""Quotas: how many may come. Computed from tickets, bookings and vouchers, never counted."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.identifiers import new_public_id
from catalog.models.editions import Edition
from catalog.models.offers import Offer
from catalog.models.organisations import Booking
from catalog.models.rights import RightsGrant
from catalog.models.tickets import Ticket
from catalog.models.vouchers import Voucher, VoucherBatch, reserving_at


class QuotaQuerySet(models.QuerySet["Quota"]):
    """Quotas with what is taken of them."""

    def with_taken(self, now: datetime) -> "QuerySet[Any]":
        """With `taken`, and `left` where there is a size; it may be below nought.

        Seats are taken by live tickets, by bookings (which stand for the tickets drawn from them)
        and by the unused uses of vouchers that reserve. None is ever counted up or down.
        """
        tickets = Ticket.objects.live(now).on_its_own_seat().filter(offer__quotas=OuterRef("pk"))
        bookings = Booking.objects.filter(revoked_at=None, offer__quotas=OuterRef("pk"))
        batches = VoucherBatch.objects.filter(offers__quotas=OuterRef(OuterRef("pk"))).values("pk")
        vouchers = Voucher.objects.filter(reserving_at(now), batch__in=batches)
        used = Ticket.objects.filter(
            reserving_at(now, through="voucher__"), voucher__batch__in=batches, released_at=None
        )
        return self.annotate(
            taken=_number(tickets, Count("*"))
            + _number(bookings, Sum(Coalesce("headcount", "seats")))
            + _number(vouchers, Sum("batch__max_uses"))
            - _number(used, Count("*"))
        ).annotate(left=F("size") - F("taken"))


def _number(rows: "QuerySet[Any]", aggregate: Count | Sum) -> Coalesce:
    """The aggregate of a correlated subquery; nought where there is no row."""
    everything = rows.order_by().annotate(one=models.Value(1)).values("one")
    return Coalesce(
        Subquery(everything.annotate(number=aggregate).values("number")),
        0,
        output_field=IntegerField(),
    )


class Quota(models.Model):
    """Seats shared by its offers. A ticket draws on every quota of its offer."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="quotas")
    name = models.CharField(max_length=120, help_text="for staff")
    size = models.PositiveIntegerField(null=True, blank=True, help_text="empty: no limit")
    offers = models.ManyToManyField(Offer, blank=True, related_name="quotas")
    grant = models.ForeignKey(
        RightsGrant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="quotas",
        help_text="the grant whose cap this is",
    )

    objects = QuotaQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "grant"],
                condition=models.Q(grant__isnull=False),
                name="quota_once_an_edition_and_grant",
            )
        ]

    def __str__(self) -> str:
        return self.name
