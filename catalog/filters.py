"""What lists are narrowed by and ordered by: everything that is here, and nothing else.

A list refuses every other parameter (`vod.conventions.pagination`). What is narrowed by has to be
visible to whoever asks: otherwise the length of a list would tell what is hidden.
"""

from typing import Any

from django import forms
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field

from catalog.models import Edition, EditionState, Screening

SHOWN_STATES = [choice for choice in EditionState.choices if choice[0] != EditionState.DRAFT]


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 9999})
class YearFilter(filters.NumberFilter):  # type: ignore[misc]  # no types
    """A year."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=9999, **kwargs)


class EditionFilter(filters.FilterSet):  # type: ignore[misc]  # no types
    """Editions."""

    year = YearFilter()
    state = filters.ChoiceFilter(choices=SHOWN_STATES)
    ordering = filters.OrderingFilter(fields=[("year", "year"), ("slug", "slug")])

    class Meta:
        model = Edition
        fields = ("year", "state")


class ScreeningFilter(filters.FilterSet):  # type: ignore[misc]  # no types
    """Screenings, which keep the order of the programme."""

    edition = filters.CharFilter(field_name="edition__slug", help_text="slug")
    programme = filters.CharFilter(field_name="programme__slug", help_text="slug")

    class Meta:
        model = Screening
        fields = ("edition", "programme")
