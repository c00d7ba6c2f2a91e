"""Words in several languages, as the API gives them."""

from typing import Any, ClassVar

from rest_framework import serializers

from catalog.models import EditionText, FilmText, PersonName, ProgrammeText, ScreeningText


class ByLanguage(serializers.DictField):
    """Rows of words as a map from their BCP 47 tag: {"zh-Hans": {…}, "en": {…}}."""

    def to_representation(self, value: Any) -> dict[str, Any]:
        """`value` is a related manager, loaded ahead."""
        return {row.language: self.child.to_representation(row) for row in value.all()}


class EditionTextSerializer(serializers.ModelSerializer[EditionText]):
    class Meta:
        model = EditionText
        fields: ClassVar = ["title", "statement"]


class ProgrammeTextSerializer(serializers.ModelSerializer[ProgrammeText]):
    class Meta:
        model = ProgrammeText
        fields: ClassVar = ["title", "statement"]


class FilmTextSerializer(serializers.ModelSerializer[FilmText]):
    class Meta:
        model = FilmText
        fields: ClassVar = ["title", "synopsis"]


class FilmTitleSerializer(serializers.ModelSerializer[FilmText]):
    class Meta:
        model = FilmText
        fields: ClassVar = ["title"]


class PersonNameSerializer(serializers.ModelSerializer[PersonName]):
    class Meta:
        model = PersonName
        fields: ClassVar = ["name"]


class ScreeningTextSerializer(serializers.ModelSerializer[ScreeningText]):
    class Meta:
        model = ScreeningText
        fields: ClassVar = ["title", "note"]
