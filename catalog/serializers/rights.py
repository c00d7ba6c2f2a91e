"""The rights sheet: grants, and offers against them."""

from typing import Any, ClassVar

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog import conflicts, examples
from catalog.explain import area_json
from catalog.models import Edition, RightsGrant, Use
from catalog.serializers.fields import BySlug
from catalog.serializers.territories import TerritoriesSerializer, TerritoryField
from catalog.sheet import Conflict, ConflictCode


@extend_schema_serializer(examples=[examples.GRANT])
class GrantSerializer(serializers.ModelSerializer[RightsGrant]):
    """A grant as it was given. `superseded_by` is null while it holds."""

    id = serializers.CharField(source="public_id", read_only=True)
    edition: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True, allow_null=True)
    begins = serializers.DateTimeField(source="dates.lower", read_only=True, allow_null=True)
    ends = serializers.DateTimeField(source="dates.upper", read_only=True, allow_null=True)
    territory_groups: Any = serializers.SlugRelatedField(
        slug_field="slug", many=True, read_only=True
    )
    supersedes: Any = serializers.SlugRelatedField(
        slug_field="public_id", read_only=True, allow_null=True
    )
    superseded_by = serializers.SerializerMethodField()

    class Meta:
        model = RightsGrant
        fields: ClassVar = [
            "id",
            "edition",
            "use",
            "begins",
            "ends",
            "territory_rule",
            "territories",
            "territory_groups",
            "cap",
            "holdback_until",
            "holdback_territories",
            "consent_version",
            "consent_on",
            "supersedes",
            "superseded_by",
            "created_at",
        ]

    def get_superseded_by(self, grant: RightsGrant) -> str | None:
        """The id of the later grant."""
        later = getattr(grant, "superseded_by", None)
        return later.public_id if later else None


@extend_schema_serializer(examples=[examples.GRANT_TERMS])
class GrantTermsSerializer(TerritoriesSerializer):
    """What is granted. Without `begins` or `ends` that end is open."""

    use = serializers.ChoiceField(choices=Use.choices)
    edition = BySlug(queryset=Edition.objects.all(), required=False, allow_null=True)
    begins = serializers.DateTimeField(required=False, allow_null=True)
    ends = serializers.DateTimeField(required=False, allow_null=True)
    cap = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=2**31 - 1, help_text="tickets"
    )
    holdback_until = serializers.DateTimeField(required=False, allow_null=True)
    holdback_territories = serializers.ListField(
        child=TerritoryField(), required=False, max_length=400, help_text="empty: everywhere"
    )
    consent_version = serializers.CharField(max_length=16, help_text="of the text agreed to")
    consent_on = serializers.DateField(help_text="when it was agreed to")
    supersedes = serializers.SlugRelatedField(
        slug_field="public_id",
        queryset=RightsGrant.objects.none(),
        required=False,
        allow_null=True,
        help_text="the grant that this one replaces",
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Let `supersedes` find this film's grants only."""
        fields = super().get_fields()
        film = self.context.get("film")
        if film is not None:
            fields["supersedes"].queryset = film.rights.all()  # type: ignore[attr-defined]
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check what stands in several fields."""
        self.check_rule(attrs)
        begins, ends = attrs.setdefault("begins", None), attrs.setdefault("ends", None)
        if begins is not None and ends is not None and ends <= begins:
            message = {"ends": _("The rights end before they begin.")}
            raise serializers.ValidationError(message, code="ends_before_beginning")
        if attrs["consent_on"] > self.context["now"].date():
            message = {"consent_on": _("This day is still to come.")}
            raise serializers.ValidationError(message, code="consent_to_come")
        return attrs


class AreaSerializer(serializers.Serializer[Any]):
    """Part of the world. `but`: regions of listed countries for which the opposite holds."""

    rule = serializers.ChoiceField(choices=["everywhere", "nowhere", "allow", "deny"])
    territories = serializers.ListField(child=serializers.CharField())
    but = serializers.ListField(child=serializers.CharField())


class CoveredSerializer(serializers.Serializer[Any]):
    begins = serializers.DateTimeField()
    ends = serializers.DateTimeField()
    area = serializers.SerializerMethodField()

    @extend_schema_field(AreaSerializer)
    def get_area(self, stretch: Any) -> dict[str, Any]:
        """Where."""
        return area_json(stretch.area)


class ConflictSerializer(CoveredSerializer):
    """A part of an offer that a film's rights do not cover, in words of the request's language."""

    code = serializers.ChoiceField(choices=[code.value for code in ConflictCode])
    film = serializers.CharField(help_text="slug")
    cap = serializers.IntegerField(allow_null=True)
    message = serializers.SerializerMethodField()

    def get_message(self, conflict: Conflict) -> str:
        """Say why."""
        return conflicts.describe(conflict, language=get_language())


@extend_schema_serializer(examples=[examples.SHEET])
class SheetSerializer(serializers.Serializer[Any]):
    """An offer, what of it the rights cover (`effective`), and what they don't."""

    offer = serializers.CharField(source="offer.public_id")
    audience = serializers.CharField(source="offer.audience")
    use = serializers.CharField(source="sheet.use")
    opens = serializers.DateTimeField(source="offer.window.lower")
    closes = serializers.DateTimeField(source="offer.window.upper")
    effective = CoveredSerializer(source="sheet.stretches", many=True)
    cap = serializers.IntegerField(source="sheet.cap", allow_null=True)
    conflicts = ConflictSerializer(source="sheet.conflicts", many=True)
