"""Accounts as their owners see them."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from accounts.models import Device, Role

LOGIN = OpenApiExample(
    "login",
    value={
        "id": "4f1c0e7ad5b1f3f1b8a0c9d2e3f40516a7b8c9d0",
        "device": "phone",
        "since": "2026-11-20",
        "seen": "2026-11-25",
        "current": True,
    },
)
ACCOUNT = OpenApiExample(
    "account",
    value={
        "id": "oUpBcHEMfbm3Rv2XkXcFXw",
        "pseudonym": "河边人",
        "language": "zh-Hans",
        "confirmed": True,
        "roles": ["programmer"],
        "second_factor": {"needed": True, "set_up": True, "shown": False},
    },
)


@extend_schema_serializer(examples=[LOGIN])
class LoginSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(source="digest", help_text="to end it by; it opens nothing")
    device = serializers.ChoiceField(
        choices=[("", "unknown"), *Device.choices], help_text="as coarse as it is kept"
    )
    since = serializers.DateField(allow_null=True, help_text="the day of the log-in")
    seen = serializers.DateField(help_text="the last day on which it was used")
    current = serializers.BooleanField(help_text="whether this request came with it")


class SecondFactorSerializer(serializers.Serializer[Any]):
    needed = serializers.BooleanField(help_text="for the roles held")
    set_up = serializers.BooleanField()
    shown = serializers.BooleanField(help_text="in this log-in; until then staff roles sleep")


@extend_schema_serializer(examples=[ACCOUNT])
class AccountSerializer(serializers.Serializer[Any]):
    id = serializers.CharField(read_only=True)
    pseudonym = serializers.CharField(
        max_length=80, allow_blank=True, required=False, help_text="what others may call you"
    )
    language = serializers.ChoiceField(
        choices=[("", "as the browser says"), ("en", "English"), ("zh-Hans", "简体中文")],
        required=False,
        help_text="of mails; BCP 47",
    )
    confirmed = serializers.BooleanField(read_only=True)
    roles = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.choices), read_only=True
    )
    second_factor = SecondFactorSerializer(read_only=True)
