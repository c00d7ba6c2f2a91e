"""Screenings and their items."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.denials import VerdictJson, verdict_json
from catalog.models import (
    Screening,
    ScreeningItem,
)
from catalog.serializers.access import AccessSerializer
from catalog.serializers.films import ShownFilmSerializer
from catalog.serializers.offers import OfferSerializer
from catalog.words import (
    ByLanguage,
    ScreeningTextSerializer,
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
    items = ScreeningItemSerializer(many=True, read_only=True)
    offers = OfferSerializer(many=True, read_only=True)
    access = serializers.SerializerMethodField()

    class Meta:
        model = Screening
        fields: ClassVar = ["id", "edition", "programme", "texts", "items", "offers", "access"]

    @extend_schema_field(AccessSerializer)
    def get_access(self, screening: Screening) -> VerdictJson:
        """Make the same decision as playback."""
        verdict = self.context["verdicts"][screening.pk]
        return verdict_json(verdict, language=self.context["language"])
