"""Films, their versions and credits."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.models import (
    Credit,
    Film,
    FilmVersion,
)
from catalog.serializers.people import PersonSerializer
from catalog.words import (
    ByLanguage,
    FilmTextSerializer,
    FilmTitleSerializer,
)


class CreditSerializer(serializers.ModelSerializer[Credit]):
    person = PersonSerializer(read_only=True)

    class Meta:
        model = Credit
        fields: ClassVar = ["role", "person"]


class FilmVersionSerializer(serializers.ModelSerializer[FilmVersion]):
    id = serializers.CharField(source="public_id", read_only=True)

    class Meta:
        model = FilmVersion
        fields: ClassVar = ["id", "kind"]


@extend_schema_serializer(examples=[examples.FILM])
class FilmSerializer(serializers.ModelSerializer[Film]):
    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=FilmTextSerializer(), read_only=True)
    credits = CreditSerializer(many=True, read_only=True)
    versions = FilmVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Film
        fields: ClassVar = [
            "id",
            "slug",
            "year",
            "countries",
            "languages",
            "runtime_seconds",
            "indexable",
            "texts",
            "credits",
            "versions",
        ]


class ShownFilmSerializer(serializers.ModelSerializer[Film]):
    """A film as an item of a screening names it."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=FilmTitleSerializer(), read_only=True)

    class Meta:
        model = Film
        fields: ClassVar = ["id", "slug", "year", "runtime_seconds", "texts"]
