"""Vouchers: codes that give tickets or a pass, made in batches."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from accounts.handwritten import ALPHABET
from catalog.identifiers import new_public_id
from catalog.models.checks import matches
from catalog.models.editions import Edition
from catalog.models.offers import Offer
from catalog.models.passes import PassKind
from catalog.models.shops import Shop

CODE_LENGTH = 12  # 54 bits
CODE = rf"^[{ALPHABET}]{{{CODE_LENGTH}}}$"
MOST_IN_A_BATCH = 10_000


class VoucherBatch(models.Model):
    """Vouchers made together, on the same terms."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="voucher_batches")
    tag = models.CharField(max_length=64, blank=True, help_text="for whom, for staff")
    offers = models.ManyToManyField(
        Offer, blank=True, related_name="voucher_batches", help_text="a use gives a ticket to one"
    )
    pass_kind = models.ForeignKey(
        PassKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voucher_batches",
        help_text="or a pass of this kind",
    )
    max_uses = models.PositiveSmallIntegerField(default=1, help_text="of each voucher")
    validity = DateTimeRangeField(null=True, blank=True, help_text="[from, to); empty: always")
    reserves_seats = models.BooleanField(
        default=False, help_text="seats are kept free until used, revoked or out of validity"
    )
    shop = models.ForeignKey(
        Shop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voucher_batches",
        help_text="that sold them; its claim codes are no business of staff",
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(max_uses__gte=1), name="voucher_batch_has_uses"),
            models.CheckConstraint(
                condition=Q(reserves_seats=False) | Q(pass_kind=None),
                name="voucher_batch_reserves_for_offers",
            ),
        ]

    def __str__(self) -> str:
        return self.tag or self.public_id


def reserving_at(now: datetime, *, through: str = "") -> Q:
    """Match vouchers whose unused uses keep seats free, those not valid yet among them."""
    batch = f"{through}batch__"
    not_over = Q(**{f"{batch}validity": None}) | Q(**{f"{batch}validity__endswith": None})
    not_over |= Q(**{f"{batch}validity__endswith__gt": now})
    terms = {f"{batch}reserves_seats": True, f"{batch}revoked_at": None}
    return Q(**terms, **{f"{through}revoked_at": None}) & not_over


class Voucher(models.Model):
    """One code. How often it was used is computed from tickets and passes."""

    batch = models.ForeignKey(VoucherBatch, models.CASCADE, related_name="vouchers")
    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [matches("code", CODE, name="voucher_code")]

    def __str__(self) -> str:
        return self.code
