"""A verdict."""

from typing import Any

from rest_framework import serializers

from catalog.verdict import Ending, Reason, Remedy


class RefusalSerializer(serializers.Serializer[Any]):
    """One reason, its words in the request's language, and what would remove it."""

    code = serializers.ChoiceField(choices=[reason.value for reason in Reason])
    message = serializers.CharField()
    retry_at = serializers.DateTimeField(allow_null=True)
    remedy = serializers.ChoiceField(choices=[remedy.value for remedy in Remedy], allow_null=True)


class WarningSerializer(serializers.Serializer[Any]):
    """What will cut the film short, if it is watched through from now."""

    code = serializers.ChoiceField(choices=[ending.value for ending in Ending])
    message = serializers.CharField()


class AccessSerializer(serializers.Serializer[Any]):
    """The verdict for the caller, now and where she is."""

    granted = serializers.BooleanField()
    until = serializers.DateTimeField(allow_null=True)
    warning = WarningSerializer(allow_null=True)
    reasons = RefusalSerializer(many=True)
