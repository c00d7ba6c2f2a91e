"""What is searched: one row for each film, person, essay, period and screening with a title.

Nothing here says who may see a row: that is read from the film itself, the person herself, when
somebody searches. A film's row holds none of the names of its people.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from catalog.models.checks import one_of
from catalog.models.films import Film
from catalog.models.history import Essay, Period
from catalog.models.people import Person
from catalog.models.screenings import Screening


class SearchKind(models.TextChoices):
    """What a result is; each is the name of a foreign key."""

    FILM = "film"
    PERSON = "person"
    ESSAY = "essay"
    PERIOD = "period"
    SCREENING = "screening"


class SearchDocument(models.Model):
    """What is found of one row. Written by `services.search_index` alone.

    `titles` and `names` are of titles and names, `texts` of what is longer and counts less;
    `facets` are values to count by; `digest` is of what all of it was made from.
    """

    kind = models.CharField(max_length=9, choices=SearchKind)
    film = models.OneToOneField(Film, models.CASCADE, null=True, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="+")
    essay = models.OneToOneField(Essay, models.CASCADE, null=True, related_name="+")
    period = models.OneToOneField(Period, models.CASCADE, null=True, related_name="+")
    screening = models.OneToOneField(Screening, models.CASCADE, null=True, related_name="+")
    names = ArrayField(models.TextField(), default=list, help_text="whole titles, folded")
    titles = SearchVectorField()
    texts = SearchVectorField()
    facets = ArrayField(models.TextField(), default=list)
    year = models.PositiveSmallIntegerField(default=0, help_text="for the order of equals")
    digest = models.CharField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["titles"], name="search_titles", fastupdate=False),
            GinIndex(fields=["texts"], name="search_texts", fastupdate=False),
            GinIndex(fields=["facets"], name="search_facets", fastupdate=False),
        ]
        constraints: ClassVar = [
            one_of("kind", SearchKind, name="search_kind_known"),
            *(
                models.CheckConstraint(
                    condition=Q(**{"kind": kind, f"{kind}__isnull": False})
                    | (~Q(kind=kind) & Q(**{f"{kind}__isnull": True})),
                    name=f"search_{kind}_of_its_kind",
                )
                for kind in SearchKind.values
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SearchWord(models.Model):
    """A word or reading that stands in some title: what a misspelt word may have meant."""

    word = models.CharField(max_length=200, primary_key=True)

    class Meta:
        indexes: ClassVar = [
            GinIndex(
                fields=["word"], name="search_words", opclasses=["gin_trgm_ops"], fastupdate=False
            )
        ]

    def __str__(self) -> str:
        return self.word
