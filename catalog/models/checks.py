"""Constraints and fields that several models share."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q

from catalog.codes import LANGUAGE


def one_of(field: str, choices: type[models.TextChoices], *, name: str) -> models.CheckConstraint:
    """Require one of `choices` in `field`, whoever writes it."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def each_matches(field: str, pattern: str, *, name: str) -> models.CheckConstraint:
    """Require every element of the array `field` to match `pattern`, anchored at both ends."""
    # The elements are joined by commas and matched as a whole, so none may hold one, or be NULL.
    element = pattern.removeprefix("^").removesuffix("$")
    whole = f"^(({element})(,({element}))*)?$"
    return models.CheckConstraint(
        condition=Func(
            F(field),
            template=(
                f"(array_to_string(%(expressions)s, ',') ~ '{whole}'"
                " AND array_to_string(%(expressions)s, '') !~ ','"
                " AND array_position(%(expressions)s, NULL) IS NULL)"
            ),
            output_field=models.BooleanField(),
        ),
        name=name,
    )


def matches(field: str, pattern: str, *, name: str) -> models.CheckConstraint:
    """Require the text in `field` to match `pattern`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__regex": pattern}), name=name)


def validate_time_zone(name: str) -> None:
    """Refuse what is not an IANA zone."""
    if name not in available_timezones():
        raise ValidationError("%(name)s is not an IANA time zone", params={"name": name})


class LanguageKeyed(models.Model):
    """A row of words in one language; a parent has one a language."""

    language = models.CharField(
        max_length=35, validators=[RegexValidator(LANGUAGE)], help_text="BCP 47, like zh-Hans"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.language
