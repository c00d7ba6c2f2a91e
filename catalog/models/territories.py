"""Named groups of territories, so that nobody types the thirty countries of Europe twice."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from catalog.codes import TERRITORY
from catalog.models.checks import each_matches


class TerritoryGroup(models.Model):
    """ISO 3166 codes under one name. To change a group changes every offer and grant with it."""

    slug = models.SlugField(unique=True)
    territories = ArrayField(
        models.CharField(max_length=6, validators=[RegexValidator(TERRITORY)]),
        help_text="ISO 3166-1 or 3166-2: US, US-CA",
    )

    class Meta:
        constraints: ClassVar = [
            each_matches("territories", TERRITORY, name="territory_group_territories"),
            models.CheckConstraint(
                condition=models.Q(territories__len__gt=0), name="territory_group_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
