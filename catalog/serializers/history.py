"""Periods and essays as other things name them."""

from typing import ClassVar

from rest_framework import serializers

from catalog.models import Essay, Period
from catalog.serializers.people import PersonSerializer
from catalog.words import ByLanguage, EssayTitleSerializer, PeriodTitleSerializer


class PeriodLineSerializer(serializers.ModelSerializer[Period]):
    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=PeriodTitleSerializer(), read_only=True)

    class Meta:
        model = Period
        fields: ClassVar = ["id", "slug", "first_year", "last_year", "texts"]


class EssayLineSerializer(serializers.ModelSerializer[Essay]):
    """An essay in a list, loaded with `loading.essay_line_loads`."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=EssayTitleSerializer(), read_only=True)
    authors = PersonSerializer(source="seen_authors", many=True, read_only=True)

    class Meta:
        model = Essay
        fields: ClassVar = ["id", "slug", "year", "authors", "texts"]
