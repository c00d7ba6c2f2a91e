"""Named groups of territories, so that nobody types the thirty countries of Europe twice."""

from typing import ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func

from catalog.codes import TERRITORY
from catalog.models.checks import each_matches


class TerritoryGroupQuerySet(models.QuerySet["TerritoryGroup"]):
    """Groups, resolved."""

    def codes(self) -> ArraySubquery:
        """All their codes as one array, for a query of what refers to them."""
        code = Func(F("territories"), function="unnest", output_field=models.CharField())
        return ArraySubquery(self.annotate(code=code).order_by().values("code"))


class TerritoryGroup(models.Model):
    """ISO 3166 codes under one name. To change a group changes every offer and grant with it."""

    slug = models.SlugField(unique=True)
    territories = ArrayField(
        models.CharField(max_length=6, validators=[RegexValidator(TERRITORY)]),
        help_text="ISO 3166-1 or 3166-2: US, US-CA",
    )

    objects = TerritoryGroupQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            each_matches("territories", TERRITORY, name="territory_group_territories"),
            models.CheckConstraint(
                condition=models.Q(territories__len__gt=0), name="territory_group_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
