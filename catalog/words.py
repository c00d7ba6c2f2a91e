"""Words in several languages, as the API gives and takes them."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from catalog.codes import LANGUAGE
from catalog.models import (
    EditionText,
    EssayText,
    FilmText,
    PeriodText,
    PersonName,
    ProgrammeText,
    ScreeningText,
    StillText,
    TermText,
)

MOST_LANGUAGES = 40


class ByLanguage(serializers.DictField):
    """Rows of words as a map from their BCP 47 tag: {"zh-Hans": {…}, "en": {…}}.

    Written like a merge patch (RFC 7396): a language that is not sent stays, null takes one away.
    """

    def to_representation(self, value: Any) -> dict[str, Any]:
        """`value` is a related manager, loaded ahead."""
        return {row.language: self.child.to_representation(row) for row in value.all()}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Check the tags; the child checks the words."""
        sent = data.items() if isinstance(data, Mapping) else ()
        gone = {str(tag): None for tag, written in sent if written is None}
        kept = {tag: written for tag, written in sent if written is not None} if sent else data
        words: dict[str, Any] = gone | super().to_internal_value(kept)
        wrong = [tag for tag in words if not re.fullmatch(LANGUAGE, tag)]
        if wrong:
            errors = {tag: ["This is no BCP 47 tag like zh-Hans, zh-Hant or en."] for tag in wrong}
            raise serializers.ValidationError(errors, code="language")
        if len(words) > MOST_LANGUAGES:
            raise serializers.ValidationError("These are too many languages.", code="too_many")
        return words

    def run_child_validation(self, data: Any) -> Any:
        """Check each language by itself: its words are sent whole, also by PATCH."""
        kind: Any = type(self.child)
        alone = {str(tag): kind(data=words, context=self.context) for tag, words in data.items()}
        errors = {tag: one.errors for tag, one in alone.items() if not one.is_valid()}
        if errors:
            raise serializers.ValidationError(errors)
        return {tag: one.validated_data for tag, one in alone.items()}


class Whole(serializers.Serializer[Any]):
    """A part that is sent whole, also where what it belongs to is changed in a few things only."""

    def to_internal_value(self, data: Any) -> Any:
        """Check it by itself: within a partial change DRF would require nothing of it."""
        if self is self.root:
            return super().to_internal_value(data)
        alone = type(self)(data=data, context=self.context)
        alone.is_valid(raise_exception=True)
        return alone.validated_data


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


class PersonTextSerializer(serializers.ModelSerializer[PersonName]):
    class Meta:
        model = PersonName
        fields: ClassVar = ["name", "biography"]


class TermTextSerializer(serializers.ModelSerializer[TermText]):
    class Meta:
        model = TermText
        fields: ClassVar = ["name"]


class StillTextSerializer(serializers.ModelSerializer[StillText]):
    class Meta:
        model = StillText
        fields: ClassVar = ["description", "credit"]


class PeriodTextSerializer(serializers.ModelSerializer[PeriodText]):
    class Meta:
        model = PeriodText
        fields: ClassVar = ["title", "summary"]


class PeriodTitleSerializer(serializers.ModelSerializer[PeriodText]):
    class Meta:
        model = PeriodText
        fields: ClassVar = ["title"]


class EssayTextSerializer(serializers.ModelSerializer[EssayText]):
    class Meta:
        model = EssayText
        fields: ClassVar = ["title", "abstract", "body"]


class EssayTitleSerializer(serializers.ModelSerializer[EssayText]):
    class Meta:
        model = EssayText
        fields: ClassVar = ["title", "abstract"]
