"""Support codes: a viewer shows the desk one verdict of hers, and nothing else."""

from typing import ClassVar

from django.db import models

from catalog.models.checks import matches
from catalog.models.screenings import Screening
from catalog.models.vouchers import CODE


class SupportCode(models.Model):
    """A verdict with the facts that led to it, as it was when the viewer asked. Short-lived.

    The holder is there so that the desk can grant without learning who she is.
    """

    code = models.CharField(max_length=12, unique=True)
    holder = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="support_codes"
    )
    screening = models.ForeignKey(Screening, models.CASCADE, related_name="support_codes")
    facts = models.JSONField(help_text="what the decision was told, and what it said")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [matches("code", CODE, name="support_code")]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%dT%H:%M}"
