"""Offers: the terms on which an audience may watch a screening."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q

from catalog.codes import TERRITORY, WALL_TIME
from catalog.identifiers import new_public_id
from catalog.models.checks import each_matches, matches, one_of, validate_time_zone
from catalog.models.territories import TerritoryGroup
from catalog.models.tickets import Ticket

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class Audience(models.TextChoices):
    """For whom an offer is. All but `public` get in by a ticket only."""

    PUBLIC = "public"
    PRESS = "press"
    JURY = "jury"
    INDUSTRY = "industry"
    SCHOOL = "school"
    STAFF = "staff"


class CloseMode(models.TextChoices):
    """At the closing: `last_start` lets a started film finish, `hard_stop` does not."""

    LAST_START = "last_start"
    HARD_STOP = "hard_stop"


class TerritoryRule(models.TextChoices):
    """What the list of territories means."""

    EVERYWHERE = "everywhere"
    ALLOW = "allow"
    DENY = "deny"


class NetworkPolicy(models.TextChoices):
    """Many of our viewers need an anonymous network, so refusing one is a choice."""

    ANY = "any"
    REFUSE_ANONYMOUS = "refuse_anonymous"


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers by whom they concern."""

    def concerning(self, user: "User | AnonymousUser") -> Self:
        """Keep the public ones, and those for which `user` holds a ticket."""
        public = Q(audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        held = Ticket.objects.held_by(user).filter(offer=OuterRef("pk"), revoked_at=None)
        return self.filter(public | Exists(held))

    def with_codes(self) -> Self:
        """With the territories of their groups as `group_codes`."""
        return self.annotate(
            group_codes=TerritoryGroup.objects.filter(offers=OuterRef("pk")).codes()
        )


class Offer(models.Model):
    """An audience, a window, and the rules within it.

    `window` is what is compared; the wall times and the zone are what staff typed, kept so that a
    change of a zone's rules, or of the edition's zone, can be seen and repaired.
    """

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    screening = models.ForeignKey("catalog.Screening", models.CASCADE, related_name="offers")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.PUBLIC)
    window = DateTimeRangeField(help_text="[opens, closes)")
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone], help_text="IANA")
    opens_local = models.CharField(max_length=16, validators=[RegexValidator(WALL_TIME)])
    closes_local = models.CharField(max_length=16, validators=[RegexValidator(WALL_TIME)])
    close_mode = models.CharField(max_length=10, choices=CloseMode, default=CloseMode.LAST_START)
    unlock = models.DurationField(
        null=True, blank=True, help_text="start within this of the later of ticket and opening"
    )
    watch = models.DurationField(null=True, blank=True, help_text="finish within this of starting")
    territory_rule = models.CharField(
        max_length=10, choices=TerritoryRule, default=TerritoryRule.EVERYWHERE
    )
    territories = ArrayField(
        models.CharField(max_length=6, validators=[RegexValidator(TERRITORY)]),
        default=list,
        blank=True,
        help_text="ISO 3166-1 or 3166-2: US, US-CA",
    )
    territory_groups = models.ManyToManyField(TerritoryGroup, blank=True, related_name="offers")
    network_policy = models.CharField(
        max_length=16, choices=NetworkPolicy, default=NetworkPolicy.ANY
    )
    free_tickets = models.BooleanField(
        default=False, help_text="may a viewer take a ticket by herself?"
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    window__isempty=False,
                    window__lower_inc=True,
                    window__upper_inc=False,
                    window__lower_inf=False,
                    window__upper_inf=False,
                ),
                name="offer_window_half_open",
            ),
            models.CheckConstraint(
                condition=Q(free_tickets=False) | Q(audience=Audience.PUBLIC),
                name="offer_free_tickets_are_public",
            ),
            models.CheckConstraint(
                condition=(Q(unlock=None) | Q(unlock__gt=timedelta(0)))
                & (Q(watch=None) | Q(watch__gt=timedelta(0))),
                name="offer_periods_positive",
            ),
            each_matches("territories", TERRITORY, name="offer_territories"),
            matches("opens_local", WALL_TIME, name="offer_opens_local"),
            matches("closes_local", WALL_TIME, name="offer_closes_local"),
            one_of("audience", Audience, name="offer_audience_known"),
            one_of("close_mode", CloseMode, name="offer_close_mode_known"),
            one_of("territory_rule", TerritoryRule, name="offer_territory_rule_known"),
            one_of("network_policy", NetworkPolicy, name="offer_network_policy_known"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.opens_local}"
