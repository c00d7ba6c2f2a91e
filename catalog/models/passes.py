"""Passes: a right to tickets. A pass takes no seat until a ticket is issued."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from catalog.codes import LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, matches, one_of
from catalog.models.editions import Edition, Programme
from catalog.models.offers import Audience


class PassKind(models.Model):
    """What a pass opens: the offers to one audience, in some programmes or in all."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pass_kinds")
    slug = models.SlugField()
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="pass_kinds", help_text="none: the whole edition"
    )
    most_tickets = models.PositiveIntegerField(
        null=True, blank=True, help_text="a pass gives; empty: no limit"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "slug"], name="pass_kind_slug_once_an_edition"
            ),
            one_of("audience", Audience, name="pass_kind_audience_known"),
        ]

    def __str__(self) -> str:
        return self.slug


class PassKindText(LanguageKeyed):
    """What a kind of pass is called."""

    kind = models.ForeignKey(PassKind, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "language"], name="pass_kind_text_language_once"
            ),
            matches("language", LANGUAGE, name="pass_kind_text_language"),
        ]


class Pass(models.Model):
    """One pass of one holder. Losing its holder keeps what its tickets took."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    kind = models.ForeignKey(PassKind, models.PROTECT, related_name="passes")
    holder = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="passes"
    )
    voucher = models.ForeignKey(
        "catalog.Voucher", models.SET_NULL, null=True, blank=True, related_name="passes"
    )
    external_ref = models.CharField(max_length=64, blank=True, help_text="of the ticket shop")
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "holder"],
                condition=Q(revoked_at=None),
                name="pass_once_a_kind_and_holder",
            ),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="pass_once_an_external_ref",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
