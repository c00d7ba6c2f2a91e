"""Masters, subtitles and publications of a version."""

import base64
from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples


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
