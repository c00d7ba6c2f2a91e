"""Support codes."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.handwritten import grouped
from catalog.examples import tickets as ticket_examples
from catalog.models import SupportCode
from catalog.serializers.explain import ExplainedSerializer


@extend_schema_serializer(examples=[ticket_examples.SUPPORT_CODE])
class SupportCodeSerializer(serializers.ModelSerializer[SupportCode]):
    code = serializers.SerializerMethodField()

    class Meta:
        model = SupportCode
        fields: ClassVar = ["code", "expires_at"]

    @extend_schema_field(str)
    def get_code(self, made: SupportCode) -> str:
        """In groups, to be read aloud."""
        return grouped(made.code)


@extend_schema_serializer(examples=[ticket_examples.SHOWN_VERDICT])
class ShownVerdictSerializer(ExplainedSerializer):
    """One verdict, of one instant, and what led to it. Not whose it is."""

    at = serializers.DateTimeField(source="question.now")


@extend_schema_serializer(examples=[ticket_examples.GRANT, ticket_examples.GRANT_TIME])
class HelpSerializer(serializers.Serializer[Any]):
    """A staff ticket (`offer` where there is not one offer to staff), or more time."""

    kind = serializers.ChoiceField(choices=["ticket", "extend"])
    offer = serializers.CharField(default="", allow_blank=True, max_length=22)
    until = serializers.DateTimeField(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require the end of an extension."""
        if (attrs["kind"] == "extend") != (attrs["until"] is not None):
            raise serializers.ValidationError(
                "Say until when, to extend and for nothing else.", code="until"
            )
        return attrs
