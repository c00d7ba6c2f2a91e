"""Themes, genres and content notes."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import catalogue as examples
from catalog.models import Term
from catalog.serializers.fields import SlugsAsText
from catalog.words import ByLanguage, TermTextSerializer


class TermSerializer(serializers.ModelSerializer[Term]):
    """A term as a film names it."""

    texts = ByLanguage(child=TermTextSerializer(), read_only=True)

    class Meta:
        model = Term
        fields: ClassVar = ["kind", "slug", "texts"]


@extend_schema_serializer(examples=[examples.TERM])
class CountedTermSerializer(serializers.ModelSerializer[Term]):
    """With the number of films that may be seen."""

    texts = ByLanguage(child=TermTextSerializer(), read_only=True)
    films = serializers.IntegerField(source="film_count", read_only=True)

    class Meta:
        model = Term
        fields: ClassVar = ["kind", "slug", "position", "films", "texts"]


class TermWriteSerializer(SlugsAsText, serializers.ModelSerializer[Term]):
    texts = ByLanguage(child=TermTextSerializer(), required=False)

    class Meta:
        model = Term
        fields: ClassVar = ["kind", "slug", "position", "texts"]
