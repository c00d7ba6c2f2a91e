"""Stills."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Still
from catalog.serializers.fields import PictureField
from catalog.words import ByLanguage, StillTextSerializer


@extend_schema_serializer(examples=[examples.STILL])
class StillSerializer(serializers.ModelSerializer[Still]):
    id = serializers.CharField(source="public_id", read_only=True)
    url = PictureField(help_text="good for an hour")
    small_url = PictureField(small=True, help_text="640 pixels at its longer side at most")
    texts = ByLanguage(child=StillTextSerializer(), read_only=True)

    class Meta:
        model = Still
        fields: ClassVar = [
            "id",
            "url",
            "small_url",
            "width",
            "height",
            "position",
            "visibility",
            "reveal_at",
            "texts",
        ]


class StillWriteSerializer(serializers.ModelSerializer[Still]):
    texts = ByLanguage(child=StillTextSerializer(), required=False)

    class Meta:
        model = Still
        fields: ClassVar = ["position", "visibility", "reveal_at", "indexable", "texts"]
