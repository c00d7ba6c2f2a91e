"""Editions of the exhibition and the programmes in them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Prefetch, Q

from catalog.codes import LANGUAGE
from catalog.models.checks import LanguageKeyed, matches, one_of, validate_time_zone
from catalog.models.visibility import Sight, Unveiled, not_withdrawn_at


class EditionState(models.TextChoices):
    """`draft` is known to staff only; films play while it is `open`."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


def edition_seen(now: Sight, *, through: str = "") -> Q:
    """Match editions that are no drafts, and not withdrawn as a whole."""
    if isinstance(now, Unveiled):
        return Q()
    draft = Q(**{f"{through}state": EditionState.DRAFT})
    return ~draft & not_withdrawn_at(now, through=through)


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions by who may know of them."""

    def seen(self, now: Sight) -> Self:
        """All but drafts and the withdrawn, unless staff asked for everything."""
        return self.filter(edition_seen(now))

    def with_programmes(self) -> Self:
        """With texts and programmes loaded: three more queries, however many editions."""
        programmes = Programme.objects.order_by("position", "pk").prefetch_related("texts")
        return self.prefetch_related("texts", Prefetch("programmes", queryset=programmes))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes are seen with their editions."""

    def seen(self, now: Sight) -> Self:
        """Of the editions that are seen, unless staff asked for everything."""
        return self.filter(edition_seen(now, through="edition__"))


class Edition(models.Model):
    """One year's exhibition."""

    slug = models.SlugField(unique=True)
    year = models.PositiveSmallIntegerField()
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[validate_time_zone], help_text="IANA"
    )
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.DRAFT)
    first_day = models.DateField(null=True, blank=True, help_text="in the edition's zone")
    last_day = models.DateField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, editable=False, help_text="by a withdrawal")
    concealed_at = models.DateTimeField(null=True, editable=False, help_text="by a withdrawal")

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("state", EditionState, name="edition_state_known"),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None) | Q(first_day__lte=F("last_day")),
                name="edition_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(concealed_at=None) | Q(paused_at__lte=F("concealed_at")),
                name="edition_paused_when_concealed",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class EditionText(LanguageKeyed):
    """An edition's title and the exhibition's statement."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    statement = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "language"], name="edition_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="edition_text_language"),
        ]


class Programme(models.Model):
    """A strand of an edition."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="programmes")
    slug = models.SlugField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "slug"], name="programme_slug_once_an_edition"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class ProgrammeText(LanguageKeyed):
    """A programme's title and the programmer's statement."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    statement = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "language"], name="programme_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="programme_text_language"),
        ]
