"""Support codes."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.handwritten import grouped
from catalog.examples import tickets as ticket_examples
from catalog.models import HelpAct, SupportAnswer, SupportCode
from catalog.serializers.explain import ExplainedSerializer
from catalog.services import Explained
from catalog.services.desk import Wanted

CODE_WORDS = r"^[a-z][a-z_]{1,39}$"
STREAM_ERROR = r"^[A-Za-z]{1,40}$"
LONGEST_ANSWER = 2000


@extend_schema_serializer(examples=[ticket_examples.TROUBLE])
class TroubleSerializer(serializers.Serializer[Any]):
    """What a page or its player knows of what went wrong. Numbers and names of errors alone.

    `error` is the code of a problem of ours or a name of the player's, `stream_error` the type that
    hls.js tells. The agent's words, addresses and positions in the film have no place here.
    """

    error = serializers.RegexField(CODE_WORDS, required=False)
    status = serializers.IntegerField(min_value=0, max_value=599, required=False)
    stream_error = serializers.RegexField(STREAM_ERROR, required=False)
    rung = serializers.IntegerField(min_value=0, max_value=9999, required=False, help_text="lines")
    buffer_seconds = serializers.IntegerField(min_value=0, max_value=3600, required=False)
    line_kbps = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False)


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


class ToldTroubleSerializer(TroubleSerializer):
    """With the coarse class of the browser, which we tell by ourselves."""

    browser = serializers.CharField(required=False)
    device = serializers.CharField(required=False)


class ShownCodeSerializer(serializers.Serializer[Any]):
    """What the desk sees of every code."""

    trouble = ToldTroubleSerializer()
    language = serializers.CharField(help_text="BCP 47, in which she is answered")


@extend_schema_serializer(examples=[ticket_examples.SHOWN_VERDICT])
class ShownVerdictSerializer(ExplainedSerializer):
    """One verdict, of one instant, and what led to it. Not whose it is.

    A code that was made where there was no screening has `trouble` and `language` alone.
    """

    at = serializers.DateTimeField(source="question.now")
    trouble = serializers.SerializerMethodField()
    language = serializers.SerializerMethodField()

    @extend_schema_field(ToldTroubleSerializer)
    def get_trouble(self, explained: Explained) -> Any:
        """What the page knew."""
        return self.context["code"].trouble

    def get_language(self, explained: Explained) -> str:
        """In which she is answered."""
        return str(self.context["code"].language)


@extend_schema_serializer(examples=[ticket_examples.GRANT, ticket_examples.GRANT_TIME])
class HelpSerializer(serializers.Serializer[Any]):
    """A ticket (`offer` where there is not one offer to staff), more time, or her ticket as new."""

    kind = serializers.ChoiceField(choices=HelpAct.choices)
    offer = serializers.CharField(default="", allow_blank=True, max_length=22)
    until = serializers.DateTimeField(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require the end of an extension."""
        if (attrs["kind"] == HelpAct.EXTEND) != (attrs["until"] is not None):
            raise serializers.ValidationError(
                "Say until when, to extend and for nothing else.", code="until"
            )
        return attrs

    def wanted(self) -> Wanted:
        """What the desk is to do."""
        given = self.validated_data
        return Wanted(act=HelpAct(given["kind"]), offer_id=given["offer"], until=given["until"])


class AnswerSerializer(serializers.ModelSerializer[SupportAnswer]):
    """What the desk wrote."""

    class Meta:
        model = SupportAnswer
        fields: ClassVar = ["text", "language", "created_at"]


class Words(serializers.CharField):
    """A text, and no number in its place."""

    def to_internal_value(self, data: Any) -> str:
        """Refuse what is no string."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


@extend_schema_serializer(examples=[ticket_examples.CANNED, ticket_examples.OWN_WORDS])
class WrittenAnswerSerializer(serializers.Serializer[Any]):
    """Either `canned`, the name of a canned answer, or `text`."""

    canned = serializers.SlugField(required=False)
    text = Words(required=False, max_length=LONGEST_ANSWER)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take one of the two."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Either a canned answer or a text.", code="one_of")
        return attrs
