"""Editions and programmes."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Edition, EditionState, Programme
from catalog.serializers.fields import SlugsAsText
from catalog.words import ByLanguage, EditionTextSerializer, ProgrammeTextSerializer


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    texts = ByLanguage(child=ProgrammeTextSerializer(), read_only=True)

    class Meta:
        model = Programme
        fields: ClassVar = ["slug", "position", "texts"]


class ProgrammeWriteSerializer(SlugsAsText, serializers.ModelSerializer[Programme]):
    texts = ByLanguage(child=ProgrammeTextSerializer(), required=False)

    class Meta:
        model = Programme
        fields: ClassVar = ["slug", "position", "texts"]

    def validate_slug(self, slug: str) -> str:
        """Require a slug that no other programme of the edition has."""
        others = Programme.objects.filter(edition=self.context["edition"], slug=slug)
        if self.instance is not None:
            others = others.exclude(pk=self.instance.pk)
        if others.exists():
            raise serializers.ValidationError("This edition has it already.", code="unique")
        return slug


@extend_schema_serializer(examples=[examples.EDITION])
class EditionSerializer(serializers.ModelSerializer[Edition]):
    texts = ByLanguage(child=EditionTextSerializer(), read_only=True)
    programmes = ProgrammeSerializer(many=True, read_only=True)

    class Meta:
        model = Edition
        fields: ClassVar = [
            "slug",
            "year",
            "time_zone",
            "state",
            "first_day",
            "last_day",
            "texts",
            "programmes",
        ]


class EditionWriteSerializer(SlugsAsText, serializers.ModelSerializer[Edition]):
    """Without the state: that goes step by step."""

    texts = ByLanguage(child=EditionTextSerializer(), required=False)

    class Meta:
        model = Edition
        fields: ClassVar = ["slug", "year", "time_zone", "first_day", "last_day", "texts"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require both days or neither, in order."""
        first, last = (
            attrs.get(name, getattr(self.instance, name, None))
            for name in ("first_day", "last_day")
        )
        if (first is None) != (last is None) or (first and last and last < first):
            message = {"last_day": "An edition has a first and a last day, in this order."}
            raise serializers.ValidationError(message, code="order")
        return attrs


class EditionStateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=EditionState.choices)
