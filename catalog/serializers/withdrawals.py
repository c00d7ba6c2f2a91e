"""Withdrawals over the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from catalog.models import Level, Person, Withdrawal
from catalog.serializers.fields import RowsByName

SENT = OpenApiExample("hide", value={"level": "hide", "people": ["shen"]}, request_only=True)
STANDING = OpenApiExample(
    "withdrawal",
    value={
        "id": "Zk3Jb0T4m1xQe5vYw8sUaA",
        "level": "hide",
        "channel": "filmmaker",
        "effective_at": "2026-11-20T12:00:00Z",
        "verified_at": None,
        "emptied_at": None,
        "people": ["shen"],
    },
    response_only=True,
)
WORD = OpenApiExample("word", value={"word": "3ACD-EF4G-HJ67-KMNP"}, response_only=True)


@extend_schema_serializer(examples=[SENT])
class WithdrawSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=Level.values)
    people = RowsByName(
        Person,
        help_text="slugs of whom to take out everywhere, besides those who have no other film",
    )
    confirm = serializers.CharField(
        required=False, help_text="to erase: the film's slug once more, since nothing comes back"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Let nobody erase by a slip."""
        if attrs["level"] == Level.ERASE and attrs.get("confirm") != self.context["slug"]:
            raise serializers.ValidationError(
                {"confirm": _("To erase, name the film once more. Nothing comes back.")},
                code="confirm",
            )
        return attrs


@extend_schema_serializer(examples=[STANDING])
class WithdrawalSerializer(serializers.ModelSerializer[Withdrawal]):
    id = serializers.CharField(source="public_id", read_only=True)
    people = serializers.SlugRelatedField[Person](slug_field="slug", many=True, read_only=True)

    class Meta:
        model = Withdrawal
        fields: ClassVar = [
            "id", "level", "channel", "effective_at", "verified_at", "emptied_at", "people",
        ]  # fmt: skip


@extend_schema_serializer(examples=[WORD])
class CodeWordSerializer(serializers.Serializer[Any]):
    word = serializers.CharField(read_only=True, help_text="told this once")
