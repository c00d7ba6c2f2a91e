"""Editions and programmes."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.models import (
    Edition,
    Programme,
)
from catalog.words import (
    ByLanguage,
    EditionTextSerializer,
    ProgrammeTextSerializer,
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
