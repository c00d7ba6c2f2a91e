"""Accreditations."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import tickets as ticket_examples
from catalog.models import Accreditation, AccreditationKind
from catalog.services import editions_to_apply_for

MOST_WORDS = 4000


@extend_schema_serializer(examples=[ticket_examples.ACCREDITATION])
class AccreditationSerializer(serializers.ModelSerializer[Accreditation]):
    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)

    class Meta:
        model = Accreditation
        fields: ClassVar = [
            "id",
            "edition",
            "kind",
            "state",
            "statement",
            "applied_at",
            "decided_at",
            "valid_until",
        ]


@extend_schema_serializer(examples=[ticket_examples.APPLICANT])
class ApplicationSerializer(AccreditationSerializer):
    """As staff see it: who applies, by the name she chose here."""

    user = serializers.CharField(source="user.public_id", read_only=True)
    pseudonym = serializers.CharField(
        source="user.profile.pseudonym", read_only=True, allow_null=True, default=None
    )

    class Meta(AccreditationSerializer.Meta):
        fields: ClassVar = [*AccreditationSerializer.Meta.fields, "user", "pseudonym"]


@extend_schema_serializer(examples=[ticket_examples.APPLICATION])
class ApplySerializer(serializers.Serializer[Any]):
    edition = serializers.SlugRelatedField(slug_field="slug", queryset=editions_to_apply_for())
    kind = serializers.ChoiceField(choices=AccreditationKind.choices)
    statement = serializers.CharField(max_length=MOST_WORDS)


class DecisionSerializer(serializers.Serializer[Any]):
    approved = serializers.BooleanField()
    valid_until = serializers.DateTimeField(
        default=None, allow_null=True, help_text="of an approval; null: with the edition"
    )
