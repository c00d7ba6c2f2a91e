"""Screenings: what is shown together. On which terms stands on their offers."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from catalog.codes import LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, matches, one_of
from catalog.models.editions import Edition, Programme, edition_seen
from catalog.models.offers import Offer
from catalog.models.versions import FilmVersion
from catalog.models.visibility import Sight, Unveiled, Visibility, reachable_at, seen_at

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ItemKind(models.TextChoices):
    """What an item of a screening is."""

    FILM = "film"
    INTRODUCTION = "introduction"
    CONVERSATION = "conversation"


class OnUnavailable(models.TextChoices):
    """What becomes of the block when an item cannot be shown."""

    SKIP = "skip"
    DENY = "deny"


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Screenings by who may know of them, and as pages show them."""

    def seen_at(self, now: Sight) -> Self:
        """In lists: the edition is no draft, and some film of the block may be seen."""
        if isinstance(now, Unveiled):
            return self
        return self._showing(seen_at(now, through="version__film__"), now)

    def reachable_at(self, now: Sight) -> Self:
        """At their own address: unlisted films too."""
        if isinstance(now, Unveiled):
            return self
        return self._showing(reachable_at(now, through="version__film__"), now)

    def withheld_at(self, now: datetime) -> Self:
        """Of which the makers have withdrawn so much that it can't be shown (`facts` judges so)."""
        items = ScreeningItem.objects.filter(screening=OuterRef("pk"))
        paused = Q(version__film__paused_at__lte=now)
        films = items.filter(kind=ItemKind.FILM)
        gone = Exists(films.filter(paused)) & ~Exists(films.exclude(paused))
        needed = Exists(items.filter(paused, on_unavailable=OnUnavailable.DENY))
        return self.filter(Q(edition__paused_at__lte=now) | needed | gone)

    def _showing(self, condition: Q, now: datetime) -> Self:
        films = ScreeningItem.objects.filter(
            condition, screening=OuterRef("pk"), kind=ItemKind.FILM
        )
        return self.filter(edition_seen(now, through="edition__")).filter(Exists(films))

    def in_order(self) -> Self:
        """Put the newest edition first, then go by programme."""
        return self.order_by("-edition__year", "edition", "programme__position", "pk")

    def with_items(self, now: Sight) -> Self:
        """With the items that somebody who knows the address may see."""
        items = ScreeningItem.objects.reachable_at(now).in_order()
        return self._with(items)

    def with_page(self, *, user: "User | AnonymousUser", now: Sight) -> Self:
        """With texts, the items that may be seen, and the offers that concern `user`."""
        items = ScreeningItem.objects.reachable_at(now).in_order()
        offers = Offer.objects.concerning(user).with_codes().order_by("pk")
        with_texts = items.prefetch_related("version__film__texts")
        return self._with(with_texts).prefetch_related("texts", Prefetch("offers", offers))

    def _with(self, items: "ScreeningItemQuerySet") -> Self:
        return self.select_related("edition", "programme").prefetch_related(
            Prefetch("items", items)
        )


class Screening(models.Model):
    """One or more items shown as one."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="screenings")
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="screenings"
    )
    slug = models.SlugField(blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                condition=~Q(slug=""),
                name="screening_slug_once_an_edition",
            )
        ]

    def __str__(self) -> str:
        return self.slug or self.public_id

    def shown_items(self, *, listed: bool) -> "list[ScreeningItem]":
        """The items that `with_page` loaded; in a list, without films that are unlisted."""
        return [
            item
            for item in self.items.all()
            if not listed or item.version.film.visibility != Visibility.UNLISTED
        ]

    def clean(self) -> None:
        """Require a programme of the screening's own edition."""
        if self.programme and self.programme.edition_id != self.edition_id:
            raise ValidationError({"programme": "This programme belongs to another edition."})


class ScreeningText(LanguageKeyed):
    """A screening's own title and a note; without it, its films' titles serve."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["screening", "language"], name="screening_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="screening_text_language"),
        ]


class ScreeningItemQuerySet(models.QuerySet["ScreeningItem"]):
    """Items by what can be done with them."""

    def playable_at(self, now: datetime) -> Self:
        """With a publication, and a film that may be known of and is not withdrawn."""
        return self.filter(
            reachable_at(now, through="version__film__"), version__publication__isnull=False
        ).exclude(version__film__paused_at__lte=now)

    def reachable_at(self, now: Sight) -> Self:
        """Whose film may be known of."""
        return self.filter(reachable_at(now, through="version__film__"))

    def in_order(self) -> Self:
        """As they are shown, with their films."""
        return self.select_related("version__film").order_by("position")


class ScreeningItem(models.Model):
    """One thing shown. Sessions and resume points are per item."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    screening = models.ForeignKey(Screening, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=ItemKind, default=ItemKind.FILM)
    version = models.ForeignKey(FilmVersion, models.PROTECT, related_name="screening_items")
    on_unavailable = models.CharField(
        max_length=4, choices=OnUnavailable, default=OnUnavailable.DENY
    )

    objects = ScreeningItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["screening", "position"], name="item_position_once_a_screening"
            ),
            one_of("kind", ItemKind, name="item_kind_known"),
            one_of("on_unavailable", OnUnavailable, name="item_on_unavailable_known"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind}"
