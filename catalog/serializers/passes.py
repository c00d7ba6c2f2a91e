"""Passes and their kinds."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from accounts.models import User
from catalog.examples import tickets as ticket_examples
from catalog.models import Pass, PassKind, PassKindText, Programme
from catalog.words import ByLanguage


class PassKindTextSerializer(serializers.ModelSerializer[PassKindText]):
    class Meta:
        model = PassKindText
        fields: ClassVar = ["title"]


@extend_schema_serializer(examples=[ticket_examples.PASS_KIND])
class PassKindSerializer(serializers.ModelSerializer[PassKind]):
    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)
    programmes = serializers.SlugRelatedField[Programme](
        slug_field="slug", many=True, read_only=True
    )
    texts = ByLanguage(child=PassKindTextSerializer(), read_only=True)

    class Meta:
        model = PassKind
        fields: ClassVar = [
            "id",
            "edition",
            "slug",
            "audience",
            "programmes",
            "most_tickets",
            "texts",
        ]


@extend_schema_serializer(examples=[ticket_examples.MY_PASS])
class PassSerializer(serializers.ModelSerializer[Pass]):
    id = serializers.CharField(source="public_id", read_only=True)
    kind = serializers.CharField(source="kind.public_id", read_only=True)
    edition = serializers.CharField(source="kind.edition.slug", read_only=True)
    audience = serializers.CharField(source="kind.audience", read_only=True)
    most_tickets = serializers.IntegerField(
        source="kind.most_tickets", read_only=True, allow_null=True
    )

    class Meta:
        model = Pass
        fields: ClassVar = ["id", "kind", "edition", "audience", "most_tickets", "issued_at"]


class IssuePassSerializer(serializers.Serializer[Any]):
    user = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), help_text="her public id"
    )
