"""Screenings and their items."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.denials import VerdictJson, verdict_json
from catalog.examples import catalogue as catalogue_examples
from catalog.models import (
    Edition,
    FilmVersion,
    ItemKind,
    OnUnavailable,
    Programme,
    Screening,
    ScreeningItem,
)
from catalog.serializers.access import AccessSerializer
from catalog.serializers.fields import BySlug, SlugsAsText, rows_by_name
from catalog.serializers.films import ShownFilmSerializer
from catalog.serializers.offers import OfferSerializer
from catalog.words import (
    ByLanguage,
    ScreeningTextSerializer,
    Whole,
)


class ScreeningItemSerializer(serializers.ModelSerializer[ScreeningItem]):
    id = serializers.CharField(source="public_id", read_only=True)
    version = serializers.CharField(source="version.public_id", read_only=True)
    film = ShownFilmSerializer(source="version.film", read_only=True)

    class Meta:
        model = ScreeningItem
        fields: ClassVar = ["id", "position", "kind", "version", "film"]


@extend_schema_serializer(examples=[examples.SCREENING])
class ScreeningSerializer(serializers.ModelSerializer[Screening]):
    """Needs `verdicts`, by primary key, and the `language` of their words in its context."""

    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)
    programme = serializers.CharField(
        source="programme.slug", read_only=True, allow_null=True, default=None
    )
    texts = ByLanguage(child=ScreeningTextSerializer(), read_only=True)
    items = serializers.SerializerMethodField()
    offers = OfferSerializer(many=True, read_only=True)
    access = serializers.SerializerMethodField()

    class Meta:
        model = Screening
        fields: ClassVar = ["id", "edition", "programme", "texts", "items", "offers", "access"]

    @extend_schema_field(ScreeningItemSerializer(many=True))
    def get_items(self, screening: Screening) -> Any:
        """In a list (`listed` in the context) without films that are unlisted."""
        shown = screening.shown_items(listed=self.context.get("listed", False))
        return ScreeningItemSerializer(shown, many=True).data

    @extend_schema_field(AccessSerializer)
    def get_access(self, screening: Screening) -> VerdictJson:
        """Make the same decision as playback."""
        verdict = self.context["verdicts"][screening.pk]
        return verdict_json(verdict, language=self.context["language"])


class ItemWriteSerializer(Whole):
    version = serializers.CharField(max_length=22, help_text="public id")
    kind = serializers.ChoiceField(choices=ItemKind.choices, default=ItemKind.FILM)
    on_unavailable = serializers.ChoiceField(
        choices=OnUnavailable.choices, default=OnUnavailable.DENY
    )


@extend_schema_serializer(examples=[catalogue_examples.SCREENING_WRITTEN])
class ScreeningWriteSerializer(SlugsAsText, serializers.ModelSerializer[Screening]):
    edition = BySlug(queryset=Edition.objects.all())
    programme = serializers.CharField(
        max_length=50, required=False, allow_null=True, help_text="slug within the edition"
    )
    texts = ByLanguage(child=ScreeningTextSerializer(), required=False)
    items = ItemWriteSerializer(many=True, required=False, help_text="all of them, in order")

    class Meta:
        model = Screening
        fields: ClassVar = ["edition", "programme", "slug", "texts", "items"]
        validators: ClassVar[list[Any]] = []  # a taken slug is a 409

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Find every version in one query; require that none is shown twice as the same."""
        named = {(item["kind"], item["version"]) for item in items}
        if len(named) < len(items):
            raise serializers.ValidationError("Something is shown twice.", code="twice")
        versions = rows_by_name(FilmVersion, {name for _, name in named}, name="public_id")
        if missing := sorted({name for _, name in named} - versions.keys()):
            message = f"There is no such version: {', '.join(missing)}."
            raise serializers.ValidationError(message, code="unknown")
        return [item | {"version": versions[item["version"]]} for item in items]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require a programme of the screening's own edition."""
        edition = attrs.get("edition", getattr(self.instance, "edition", None))
        if attrs.get("programme") is not None:
            found = Programme.objects.filter(edition=edition, slug=attrs["programme"]).first()
            if found is None:
                message = {"programme": "This edition has no such programme."}
                raise serializers.ValidationError(message, code="unknown")
            return attrs | {"programme": found}
        if "edition" in attrs and "programme" not in attrs and self.instance is not None:
            return attrs | {"programme": None}  # the old edition's programme can't come along
        return attrs
