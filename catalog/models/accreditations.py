"""Accreditation: press, jury and industry, who have offers of their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from catalog.identifiers import new_public_id
from catalog.models.checks import one_of
from catalog.models.editions import Edition
from catalog.models.offers import Audience


class AccreditationKind(models.TextChoices):
    """Each is an audience of offers by the same name."""

    PRESS = Audience.PRESS.value, "press"
    JURY = Audience.JURY.value, "jury"
    INDUSTRY = Audience.INDUSTRY.value, "industry"


class AccreditationState(models.TextChoices):
    """An approved one lapses at `valid_until`, which is computed, no state."""

    APPLIED = "applied"
    APPROVED = "approved"
    DECLINED = "declined"


class Accreditation(models.Model):
    """Somebody's standing at one edition. It goes with the account."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="accreditations")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="accreditations")
    kind = models.CharField(max_length=8, choices=AccreditationKind)
    state = models.CharField(
        max_length=8, choices=AccreditationState, default=AccreditationState.APPLIED
    )
    statement = models.TextField(blank=True, help_text="for whom the applicant works")
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True, help_text="empty: with the edition")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "user", "kind"],
                condition=~Q(state=AccreditationState.DECLINED),
                name="accreditation_once_a_kind",
            ),
            one_of("kind", AccreditationKind, name="accreditation_kind_known"),
            one_of("state", AccreditationState, name="accreditation_state_known"),
            models.CheckConstraint(
                condition=Q(state=AccreditationState.APPLIED) | Q(decided_at__isnull=False),
                name="accreditation_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
