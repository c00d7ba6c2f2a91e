"""Ticket shops outside: they sell and refund through the API, and never tell us who bought."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Shop(models.Model):
    """A shop that we have agreed with."""

    slug = models.SlugField(max_length=20, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class ShopKey(models.Model):
    """What a shop proves itself with: 256 random bits, of which the digest is kept.

    Two are valid at once while a shop changes over to a new one.
    """

    shop = models.ForeignKey(Shop, models.CASCADE, related_name="keys")
    digest = models.BinaryField(max_length=32, unique=True, help_text="SHA-256 of the key")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.shop} {self.created_at:%Y-%m-%d}"


class ShopSale(models.Model):
    """One sale: the shop's own reference, and the voucher that the buyer was given for it."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="sales")
    external_ref = models.CharField(max_length=40, help_text="the shop's own; names nobody")
    voucher = models.OneToOneField("catalog.Voucher", models.PROTECT, related_name="sale")
    sold_at = models.DateTimeField()
    refunded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "external_ref"], name="sale_once_a_reference"),
            models.CheckConstraint(condition=~Q(external_ref=""), name="sale_has_a_reference"),
        ]

    def __str__(self) -> str:
        return self.external_ref
