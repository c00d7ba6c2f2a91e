"""Essays."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Essay, Film, Period, Person
from catalog.serializers.fields import BySlug, RowsByName, SlugsAsText
from catalog.serializers.films import FilmLineSerializer
from catalog.serializers.history import PeriodLineSerializer
from catalog.serializers.people import PersonSerializer
from catalog.words import ByLanguage, EssayTextSerializer


@extend_schema_serializer(examples=[examples.ESSAY])
class EssaySerializer(serializers.ModelSerializer[Essay]):
    """An essay's page, loaded with `loading.essay_loads`."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(
        child=EssayTextSerializer(), read_only=True, help_text="the body is CommonMark"
    )
    period = PeriodLineSerializer(read_only=True, allow_null=True)
    authors = PersonSerializer(source="seen_authors", many=True, read_only=True)
    films = FilmLineSerializer(source="seen_films", many=True, read_only=True)
    people = PersonSerializer(source="seen_people", many=True, read_only=True)

    class Meta:
        model = Essay
        fields: ClassVar = [
            "id",
            "slug",
            "year",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "period",
            "authors",
            "films",
            "people",
        ]


class EssayWriteSerializer(SlugsAsText, serializers.ModelSerializer[Essay]):
    texts = ByLanguage(child=EssayTextSerializer(), required=False)
    period = BySlug(queryset=Period.objects.all(), required=False, allow_null=True)
    authors = RowsByName(Person)
    films = RowsByName(Film)
    people = RowsByName(Person)

    class Meta:
        model = Essay
        fields: ClassVar = [
            "slug",
            "year",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "period",
            "authors",
            "films",
            "people",
        ]
