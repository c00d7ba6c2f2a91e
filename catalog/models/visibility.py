"""Who may know that something exists: one rule for everything, in lists and for one row."""

from datetime import datetime
from enum import Enum
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q


class Visibility(models.TextChoices):
    """`unlisted` is reached by its address only; `hidden` by nobody."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    HIDDEN = "hidden"


class Unveiled(Enum):
    """Stands where else an instant does: staff asked for everything, whenever it is revealed."""

    EVERYTHING = "everything"


Sight = datetime | Unveiled  # what is seen: what may be at an instant, or all there is


def seen_at(now: Sight, *, through: str = "") -> Q:
    """`access.may_see` as a condition: in lists. `through` is a path like "film__"."""
    if isinstance(now, Unveiled):
        return Q()
    return Q(**{f"{through}visibility": Visibility.PUBLIC}) & _shown_at(now, through)


def reachable_at(now: Sight, *, through: str = "") -> Q:
    """Match what somebody who knows the address may see: `seen_at`, and the unlisted."""
    if isinstance(now, Unveiled):
        return Q()
    return ~Q(**{f"{through}visibility": Visibility.HIDDEN}) & _shown_at(now, through)


def not_withdrawn_at(now: datetime, *, through: str = "") -> Q:
    """Match what no withdrawal has taken out of sight; nothing else may bring it back."""
    mine = f"{through}concealed_at"
    return Q(**{f"{mine}__isnull": True}) | Q(**{f"{mine}__gt": now})


def _shown_at(now: datetime, through: str) -> Q:
    revealed = Q(**{f"{through}reveal_at__isnull": True}) | Q(**{f"{through}reveal_at__lte": now})
    return revealed & not_withdrawn_at(now, through=through)


class Seen(models.Model):
    """Hidden until somebody decides otherwise: a name that got out does not go back."""

    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.HIDDEN)
    reveal_at = models.DateTimeField(null=True, blank=True, help_text="empty: at once")
    indexable = models.BooleanField(default=False, help_text="may search engines list it?")
    concealed_at = models.DateTimeField(
        null=True, editable=False, help_text="by a withdrawal: services.concealing alone writes it"
    )

    class Meta:
        abstract = True


SeenModel = TypeVar("SeenModel", bound=Seen)


class SeenQuerySet(models.QuerySet[SeenModel]):
    """Rows by who may know of them."""

    def seen_at(self, now: Sight) -> Self:
        """For lists, pages, feeds, search and export."""
        return self.filter(seen_at(now))

    def reachable_at(self, now: Sight) -> Self:
        """For the page at the row's own address."""
        return self.filter(reachable_at(now))
