"""Films, their versions and credits."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.loading import trailer_of
from catalog.models import Credit, CreditRole, Film, FilmVersion, Person
from catalog.serializers.fields import SlugsAsText, TermsField, rows_by_name
from catalog.serializers.history import EssayLineSerializer, PeriodLineSerializer
from catalog.serializers.people import PersonSerializer
from catalog.serializers.stills import StillSerializer
from catalog.serializers.terms import TermSerializer
from catalog.words import ByLanguage, FilmTextSerializer, FilmTitleSerializer, Whole

MOST_CREDITS = 300


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
    """A film's page. It describes what `services.film_page` reads in one statement."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=FilmTextSerializer(), read_only=True)
    credits = CreditSerializer(source="seen_credits", many=True, read_only=True)
    versions = FilmVersionSerializer(many=True, read_only=True)
    terms = TermSerializer(many=True, read_only=True)
    stills = StillSerializer(source="seen_stills", many=True, read_only=True)
    trailer = serializers.SerializerMethodField()
    periods = PeriodLineSerializer(source="seen_periods", many=True, read_only=True)
    essays = EssayLineSerializer(source="seen_essays", many=True, read_only=True)

    class Meta:
        model = Film
        fields: ClassVar = [
            "id",
            "slug",
            "year",
            "countries",
            "languages",
            "runtime_seconds",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "credits",
            "versions",
            "trailer",
            "terms",
            "stills",
            "periods",
            "essays",
        ]

    @extend_schema_field({"type": ["string", "null"], "description": "id of the version to play"})
    def get_trailer(self, film: Film) -> str | None:
        """Name the trailer that can be played, if there is one."""
        trailer = trailer_of(film, now=self.context["now"])
        return trailer.public_id if trailer else None


class ShownFilmSerializer(serializers.ModelSerializer[Film]):
    """A film as an item of a screening names it."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=FilmTitleSerializer(), read_only=True)

    class Meta:
        model = Film
        fields: ClassVar = ["id", "slug", "year", "runtime_seconds", "texts"]


@extend_schema_serializer(examples=[examples.FILM_LINE])
class FilmLineSerializer(serializers.ModelSerializer[Film]):
    """A film in a list, loaded with `loading.film_line_loads`."""

    id = serializers.CharField(source="public_id", read_only=True)
    texts = ByLanguage(child=FilmTitleSerializer(), read_only=True)
    directors = serializers.SerializerMethodField()
    still = serializers.SerializerMethodField()

    class Meta:
        model = Film
        fields: ClassVar = [
            "id",
            "slug",
            "year",
            "countries",
            "languages",
            "runtime_seconds",
            "texts",
            "directors",
            "still",
        ]

    @extend_schema_field(PersonSerializer(many=True))
    def get_directors(self, film: Any) -> Any:
        """Name those who may be named."""
        people = [credit.person for credit in film.seen_credits]
        return PersonSerializer(people, many=True, context=self.context).data

    @extend_schema_field(StillSerializer(allow_null=True))
    def get_still(self, film: Any) -> Any:
        """Show the first."""
        stills = film.seen_stills[:1]
        return StillSerializer(stills[0], context=self.context).data if stills else None


class CreditWriteSerializer(Whole):
    person = serializers.CharField(max_length=64, help_text="slug")
    role = serializers.ChoiceField(choices=CreditRole.choices)


@extend_schema_serializer(examples=[examples.FILM_WRITTEN])
class FilmWriteSerializer(SlugsAsText, serializers.ModelSerializer[Film]):
    texts = ByLanguage(child=FilmTextSerializer(), required=False)
    credits = CreditWriteSerializer(many=True, required=False, help_text="all of them, in order")
    terms = TermsField()

    class Meta:
        model = Film
        fields: ClassVar = [
            "slug",
            "year",
            "countries",
            "languages",
            "runtime_seconds",
            "visibility",
            "reveal_at",
            "indexable",
            "texts",
            "credits",
            "terms",
        ]

    def validate_credits(self, credits_: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Find everybody in one query; require that nobody has the same role twice."""
        named = {(credit["person"], credit["role"]) for credit in credits_}
        if len(named) < len(credits_):
            raise serializers.ValidationError("Somebody is named twice in one role.", code="twice")
        if len(credits_) > MOST_CREDITS:
            raise serializers.ValidationError("These are too many.", code="too_many")
        people = rows_by_name(Person, {slug for slug, _ in named})
        if missing := sorted({slug for slug, _ in named} - people.keys()):
            message = f"There is nobody of this name: {', '.join(missing)}."
            raise serializers.ValidationError(message, code="unknown")
        return [credit | {"person": people[credit["person"]]} for credit in credits_]


class FilmVersionWriteSerializer(serializers.ModelSerializer[FilmVersion]):
    class Meta:
        model = FilmVersion
        fields: ClassVar = ["kind"]
