"""A person's page: who she is and what she did."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Credit, Person
from catalog.serializers.films import ShownFilmSerializer
from catalog.serializers.history import EssayLineSerializer, PeriodLineSerializer
from catalog.words import ByLanguage, PersonTextSerializer


class FilmographyEntrySerializer(serializers.ModelSerializer[Credit]):
    """A film and what the person did in it."""

    film = ShownFilmSerializer(read_only=True)

    class Meta:
        model = Credit
        fields: ClassVar = ["role", "film"]


@extend_schema_serializer(examples=[examples.PERSON])
class PersonPageSerializer(serializers.ModelSerializer[Person]):
    """A person's page, loaded with `loading.person_loads`."""

    id = serializers.CharField(source="public_id", read_only=True)
    names = ByLanguage(child=PersonTextSerializer(), read_only=True)
    filmography = FilmographyEntrySerializer(source="seen_credits", many=True, read_only=True)
    periods = PeriodLineSerializer(source="seen_periods", many=True, read_only=True)
    essays = EssayLineSerializer(
        source="seen_essays_written", many=True, read_only=True, help_text="by her"
    )
    essays_about = EssayLineSerializer(source="seen_essays", many=True, read_only=True)

    class Meta:
        model = Person
        fields: ClassVar = [
            "id",
            "slug",
            "visibility",
            "reveal_at",
            "indexable",
            "names",
            "filmography",
            "periods",
            "essays",
            "essays_about",
        ]
