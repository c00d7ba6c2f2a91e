"""Shapes of the catalogue's API."""

import base64
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.denials import VerdictJson, verdict_json
from catalog.models import (
    Credit,
    Edition,
    Film,
    FilmVersion,
    Offer,
    Person,
    Programme,
    Screening,
    ScreeningItem,
    Ticket,
)
from catalog.verdict import Reason, Remedy
from catalog.words import (
    ByLanguage,
    EditionTextSerializer,
    FilmTextSerializer,
    FilmTitleSerializer,
    PersonNameSerializer,
    ProgrammeTextSerializer,
    ScreeningTextSerializer,
)


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    texts = ByLanguage(child=ProgrammeTextSerializer(), read_only=True)

    class Meta:
        model = Programme
        fields: ClassVar = ["slug", "position", "texts"]


@extend_schema_serializer(examples=[examples.EDITION])
class EditionSerializer(serializers.ModelSerializer[Edition]):
    texts = ByLanguage(child=EditionTextSerializer(), read_only=True)
    programmes = ProgrammeSerializer(many=True, read_only=True)

    class Meta:
        model = Edition
        fields: ClassVar = ["slug", "year", "time_zone", "state", "texts", "programmes"]


class PersonSerializer(serializers.ModelSerializer[Person]):
    id = serializers.CharField(source="public_id", read_only=True)
    names = ByLanguage(child=PersonNameSerializer(), read_only=True)

    class Meta:
        model = Person
        fields: ClassVar = ["id", "slug", "names"]


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


class ScreeningItemSerializer(serializers.ModelSerializer[ScreeningItem]):
    id = serializers.CharField(source="public_id", read_only=True)
    version = serializers.CharField(source="version.public_id", read_only=True)
    film = ShownFilmSerializer(source="version.film", read_only=True)

    class Meta:
        model = ScreeningItem
        fields: ClassVar = ["id", "position", "kind", "version", "film"]


@extend_schema_field(float)
class SecondsField(serializers.Field[timedelta, float, float, Any]):
    """A duration as its seconds."""

    def to_representation(self, value: timedelta) -> float:
        """Seconds."""
        return value.total_seconds()


class OfferSerializer(serializers.ModelSerializer[Offer]):
    """The terms, all of them: a viewer is told before she plays."""

    id = serializers.CharField(source="public_id", read_only=True)
    opens = serializers.DateTimeField(source="window.lower", read_only=True)
    closes = serializers.DateTimeField(source="window.upper", read_only=True)
    unlock_seconds = SecondsField(source="unlock", read_only=True, allow_null=True)
    watch_seconds = SecondsField(source="watch", read_only=True, allow_null=True)

    class Meta:
        model = Offer
        fields: ClassVar = [
            "id",
            "audience",
            "opens",
            "closes",
            "time_zone",
            "close_mode",
            "unlock_seconds",
            "watch_seconds",
            "territory_rule",
            "territories",
            "network_policy",
            "free_tickets",
        ]


class RefusalSerializer(serializers.Serializer[Any]):
    """One reason, its words in the request's language, and what would remove it."""

    code = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    message = serializers.CharField()
    retry_at = serializers.DateTimeField(allow_null=True)
    remedy = serializers.ChoiceField(choices=[remedy.value for remedy in Remedy], allow_null=True)


class AccessSerializer(serializers.Serializer[Any]):
    """The verdict for the caller, now and where she is."""

    granted = serializers.BooleanField()
    until = serializers.DateTimeField(allow_null=True)
    reasons = RefusalSerializer(many=True)


@extend_schema_serializer(examples=[examples.SCREENING])
class ScreeningSerializer(serializers.ModelSerializer[Screening]):
    """Needs `verdicts`, by primary key, in its context."""

    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)
    programme = serializers.CharField(
        source="programme.slug", read_only=True, allow_null=True, default=None
    )
    texts = ByLanguage(child=ScreeningTextSerializer(), read_only=True)
    items = ScreeningItemSerializer(many=True, read_only=True)
    offers = OfferSerializer(many=True, read_only=True)
    access = serializers.SerializerMethodField()

    class Meta:
        model = Screening
        fields: ClassVar = ["id", "edition", "programme", "texts", "items", "offers", "access"]

    @extend_schema_field(AccessSerializer)
    def get_access(self, screening: Screening) -> VerdictJson:
        """Make the same decision as playback."""
        return verdict_json(self.context["verdicts"][screening.pk], language=get_language())


@extend_schema_serializer(examples=[examples.TICKET])
class TicketSerializer(serializers.ModelSerializer[Ticket]):
    id = serializers.CharField(source="public_id", read_only=True)
    offer = serializers.CharField(source="offer.public_id", read_only=True)

    class Meta:
        model = Ticket
        fields: ClassVar = ["id", "offer", "origin", "issued_at", "started_at", "extended_until"]


@extend_schema_serializer(examples=[examples.UPLOAD])
class UploadRequestSerializer(serializers.Serializer[Any]):
    size = serializers.IntegerField(min_value=1, help_text="bytes of the master")


@extend_schema_serializer(examples=[examples.SUBTITLE])
class SubtitleSerializer(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=35, help_text="BCP 47")
    kind = serializers.ChoiceField(choices=["subtitles", "captions"])
    forced = serializers.BooleanField(default=False, help_text="only what is foreign in the film")
    text = serializers.CharField(
        required=False, trim_whitespace=False, write_only=True, help_text="the file as text"
    )
    content = serializers.CharField(
        required=False, write_only=True, help_text="or its bytes in base64; 5 MB at most"
    )
    format = serializers.CharField(read_only=True, help_text="webvtt, srt, ass or ttml")
    notes = serializers.JSONField(read_only=True, help_text="what was mended, in both languages")
    created_at = serializers.DateTimeField(read_only=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Either form becomes the bytes of the file, `data`."""
        text, content = attrs.pop("text", None), attrs.pop("content", None)
        if (text is None) == (content is None):
            raise serializers.ValidationError("Send either text or content.", code="one_of")
        if text is not None:
            return attrs | {"data": text.encode()}
        try:
            return attrs | {"data": base64.b64decode(content, validate=True)}
        except ValueError as error:
            message = {"content": "This is not base64."}
            raise serializers.ValidationError(message, code="base64") from error


class PublishedSerializer(serializers.Serializer[Any]):
    version = serializers.CharField(help_text="of the film")
    publication = serializers.CharField()
    revision = serializers.IntegerField()
