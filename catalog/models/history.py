"""The history of independent Chinese cinema: periods and essays. They belong to no edition."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from catalog.codes import LANGUAGE
from catalog.identifiers import new_public_id
from catalog.models.checks import LanguageKeyed, matches, one_of
from catalog.models.films import Film
from catalog.models.people import Person
from catalog.models.visibility import Seen, SeenQuerySet, Visibility


class PeriodQuerySet(SeenQuerySet["Period"]):
    """Periods by who may know of them."""


class Period(Seen):
    """A stretch of the timeline, on which films, people and essays hang."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(unique=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="empty: goes on")
    films = models.ManyToManyField(Film, blank=True, related_name="periods")
    people = models.ManyToManyField(Person, blank=True, related_name="periods")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            one_of("visibility", Visibility, name="period_visibility_known"),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(first_year__lte=F("last_year")),
                name="period_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class PeriodText(LanguageKeyed):
    """A period's title and summary."""

    period = models.ForeignKey(Period, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "language"], name="period_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="period_text_language"),
        ]


class EssayQuerySet(SeenQuerySet["Essay"]):
    """Essays by who may know of them."""


class Essay(Seen):
    """A text about films, people, or a time."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(unique=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="when it was written")
    period = models.ForeignKey(
        Period, models.SET_NULL, null=True, blank=True, related_name="essays"
    )
    authors = models.ManyToManyField(Person, blank=True, related_name="essays_written")
    films = models.ManyToManyField(Film, blank=True, related_name="essays")
    people = models.ManyToManyField(
        Person, blank=True, related_name="essays", help_text="whom it is about"
    )

    objects = EssayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [one_of("visibility", Visibility, name="essay_visibility_known")]

    def __str__(self) -> str:
        return self.slug


class EssayText(LanguageKeyed):
    """An essay's title and words."""

    essay = models.ForeignKey(Essay, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    abstract = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["essay", "language"], name="essay_text_once_a_language"
            ),
            matches("language", LANGUAGE, name="essay_text_language"),
        ]
