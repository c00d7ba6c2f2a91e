"""The rights sheet: what a filmmaker allows. Grants are never changed; a later one supersedes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from catalog.codes import TERRITORY
from catalog.identifiers import new_public_id
from catalog.models.checks import each_matches, one_of
from catalog.models.editions import Edition
from catalog.models.films import Film
from catalog.models.offers import TerritoryRule
from catalog.models.territories import TerritoryGroup
from catalog.rights import USE_OF_AUDIENCE

__all__ = ["USE_OF_AUDIENCE", "RightsGrant", "RightsGrantQuerySet", "Use"]


class Use(models.TextChoices):
    """What a film is used for."""

    PUBLIC = "public"
    PRESS = "press"
    INSTITUTION = "institution"
    ARCHIVE = "archive"
    CLIPS = "clips"


class RightsGrantQuerySet(models.QuerySet["RightsGrant"]):
    """Grants by whether they still hold."""

    def in_force(self) -> "RightsGrantQuerySet":
        """Those that no later one supersedes."""
        return self.filter(superseded_by=None)


class RightsGrant(models.Model):
    """One permission, as the filmmaker gave it: written once (a trigger refuses changes)."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    film = models.ForeignKey(Film, models.CASCADE, related_name="rights")
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rights",
        help_text="empty: any",
    )
    use = models.CharField(max_length=11, choices=Use)
    dates = DateTimeRangeField(help_text="[from, to), either end open")
    territory_rule = models.CharField(
        max_length=10, choices=TerritoryRule, default=TerritoryRule.EVERYWHERE
    )
    territories = ArrayField(
        models.CharField(max_length=6, validators=[RegexValidator(TERRITORY)]),
        default=list,
        blank=True,
    )
    territory_groups = models.ManyToManyField(TerritoryGroup, blank=True, related_name="rights")
    cap = models.PositiveIntegerField(null=True, blank=True, help_text="tickets; empty: no limit")
    holdback_until = models.DateTimeField(
        null=True, blank=True, help_text="not before this, a premiere elsewhere for example"
    )
    holdback_territories = ArrayField(
        models.CharField(max_length=6, validators=[RegexValidator(TERRITORY)]),
        default=list,
        blank=True,
        help_text="empty: everywhere",
    )
    consent_version = models.CharField(max_length=16, help_text="of the text that was agreed to")
    consent_on = models.DateField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    created_at = models.DateTimeField()

    objects = RightsGrantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("use", Use, name="grant_use_known"),
            one_of("territory_rule", TerritoryRule, name="grant_territory_rule_known"),
            each_matches("territories", TERRITORY, name="grant_territories"),
            each_matches("holdback_territories", TERRITORY, name="grant_holdback_territories"),
            models.CheckConstraint(condition=Q(dates__isempty=False), name="grant_dates_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.public_id}"
