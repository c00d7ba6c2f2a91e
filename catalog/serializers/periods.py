"""The timeline's periods."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Film, Period, Person
from catalog.serializers.fields import RowsByName, SlugsAsText
from catalog.serializers.films import FilmLineSerializer
from catalog.serializers.history import EssayLineSerializer
from catalog.serializers.people import PersonSerializer
from catalog.words import ByLanguage, PeriodTextSerializer


@extend_schema_serializer(examples=[examples.PERIOD])
class CountedPeriodSerializer(serializers.ModelSerializer[Period]):
    """A stretch of the timeline; the numbers count what may be seen."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=PeriodTextSerializer(), read_only=True)
    films = serializers.IntegerField(source="film_count", read_only=True)
    people = serializers.IntegerField(source="person_count", read_only=True)
    essays = serializers.IntegerField(source="essay_count", read_only=True)

    class Meta:
        model = Period
        fields: ClassVar = [
            "id",
            "slug",
            "first_year",
            "last_year",
            "films",
            "people",
            "essays",
            "texts",
        ]


class PeriodSerializer(serializers.ModelSerializer[Period]):
    """A period's page, loaded with `loading.period_loads`."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=PeriodTextSerializer(), read_only=True)
    films = FilmLineSerializer(source="seen_films", many=True, read_only=True)
    people = PersonSerializer(source="seen_people", many=True, read_only=True)
    essays = EssayLineSerializer(source="seen_essays", many=True, read_only=True)

    class Meta:
        model = Period
        fields: ClassVar = [
            "id",
            "slug",
            "first_year",
            "last_year",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "films",
            "people",
            "essays",
        ]


class PeriodWriteSerializer(SlugsAsText, serializers.ModelSerializer[Period]):
    texts = ByLanguage(child=PeriodTextSerializer(), required=False)
    films = RowsByName(Film)
    people = RowsByName(Person)

    class Meta:
        model = Period
        fields: ClassVar = [
            "slug",
            "first_year",
            "last_year",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "films",
            "people",
        ]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require years in order."""
        first, last = (
            attrs.get(name, getattr(self.instance, name, None))
            for name in ("first_year", "last_year")
        )
        if first is not None and last is not None and last < first:
            message = {"last_year": "The period ends before it begins."}
            raise serializers.ValidationError(message, code="order")
        return attrs
