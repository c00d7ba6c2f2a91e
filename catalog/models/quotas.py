"""Quotas: how many may come. Computed from tickets, bookings and vouchers, never counted."""

from typing import ClassVar

from django.db import models

from catalog.identifiers import new_public_id
from catalog.models.editions import Edition
from catalog.models.offers import Offer
from catalog.models.rights import RightsGrant


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
