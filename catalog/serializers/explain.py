"""The preview: a kind of viewer, an instant, a place; and what would be seen, with every fact."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog import examples, explaining
from catalog.denials import VerdictJson, verdict_json
from catalog.explain import Line, Point
from catalog.models import AccreditationKind, Edition, Offer, PassKind, Screening
from catalog.serializers.access import AccessSerializer
from catalog.serializers.territories import TerritoryField
from catalog.services.explain import Explained, ExplainedOffer, Pretended
from catalog.verdict import BEGINNING, FOREVER, Place

KINDS = ("anonymous", "unconfirmed", "confirmed", "ticket_holder", "pass_holder", "accredited")
NEEDS = {"ticket_holder": "offer", "pass_holder": "pass_kind", "accredited": "accreditation"}


class PretendedSerializer(serializers.Serializer[Any]):
    """A kind of viewer; `ticket_holder`, `pass_holder` and `accredited` say of what."""

    kind = serializers.ChoiceField(choices=KINDS)
    offer: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Offer.objects.all(), required=False
    )
    pass_kind: Any = serializers.SlugRelatedField(
        slug_field="public_id",
        queryset=PassKind.objects.prefetch_related("programmes"),
        required=False,
    )
    accreditation = serializers.ChoiceField(choices=AccreditationKind.choices, required=False)
    issued_at = serializers.DateTimeField(required=False, help_text="without: then and there")
    started_at = serializers.DateTimeField(required=False, allow_null=True)
    extended_until = serializers.DateTimeField(required=False, allow_null=True)
    revoked = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for what the kind needs, and for nothing that belongs to another."""
        needed = NEEDS.get(attrs["kind"])
        for name in NEEDS.values():
            if (name == needed) != (name in attrs):
                words = (
                    _("This kind of viewer needs it.") if name == needed else _("Not with this.")
                )
                raise serializers.ValidationError({name: words}, code="kind_of_viewer")
        return attrs


class PlaceSerializer(serializers.Serializer[Any]):
    """A place; without a country it is unknown."""

    country = TerritoryField(required=False, allow_null=True)
    region = TerritoryField(required=False, allow_null=True)
    network = serializers.ChoiceField(
        choices=["ordinary", "anonymous", "unknown"], default="ordinary"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take a region with its own country only."""
        country, region = attrs.get("country"), attrs.get("region")
        if "-" in (country or "") or (region and not region.startswith(f"{country}-")):
            raise serializers.ValidationError(
                {"region": _("This region is not in that country.")}, code="region_of_other_country"
            )
        return attrs


@extend_schema_serializer(examples=[examples.EXPLAIN])
class ExplainRequestSerializer(serializers.Serializer[Any]):
    """Without `at` it is now; `screening` picks one of the edition."""

    edition: Any = serializers.SlugRelatedField(slug_field="slug", queryset=Edition.objects.all())
    screening: Any = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Screening.objects.all(), required=False
    )
    viewer = PretendedSerializer()
    place = PlaceSerializer(required=False)
    at = serializers.DateTimeField(required=False)

    def pretended(self) -> Pretended:
        """The viewer who is asked about."""
        return Pretended(**self.validated_data["viewer"])

    def where(self) -> Place:
        """The place that is asked about."""
        named = {"country": None, "region": None, "network": "unknown"}
        return Place(**named | self.validated_data.get("place", {}))


class LineSerializer(serializers.Serializer[Any]):
    """One fact: a code, its values, and a sentence in the request's language."""

    point = serializers.ChoiceField(choices=[point.value for point in Point])
    values = serializers.SerializerMethodField()
    message = serializers.SerializerMethodField()

    def get_values(self, line: Line) -> dict[str, Any]:
        """Instants as RFC 3339, spans as seconds, an open end as null."""
        return {name: _plain(value) for name, value in line.values.items()}

    def get_message(self, line: Line) -> str:
        """Say it."""
        return explaining.describe(line, language=get_language())


class ExplainedOfferSerializer(serializers.Serializer[Any]):
    """One offer by itself."""

    offer = serializers.CharField(source="offer.public_id")
    audience = serializers.CharField(source="offer.audience")
    access = serializers.SerializerMethodField()
    facts = LineSerializer(source="lines", many=True)

    @extend_schema_field(AccessSerializer)
    def get_access(self, explained: ExplainedOffer) -> VerdictJson:
        """Say what this offer alone gives."""
        return verdict_json(explained.verdict, language=get_language())


@extend_schema_serializer(examples=[examples.EXPLAINED])
class ExplainedSerializer(serializers.Serializer[Any]):
    """A screening's verdict with everything that led to it."""

    screening = serializers.CharField(source="screening.public_id")
    access = serializers.SerializerMethodField()
    facts = LineSerializer(source="lines", many=True)
    offers = ExplainedOfferSerializer(many=True)

    @extend_schema_field(AccessSerializer)
    def get_access(self, explained: Explained) -> VerdictJson:
        """Say what the viewer would be told."""
        return verdict_json(explained.verdict, language=get_language())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return None if value in {BEGINNING, FOREVER} else value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else value
