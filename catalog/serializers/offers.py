"""The terms of an offer."""

from datetime import timedelta
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.models import (
    Offer,
)


@extend_schema_field(float)
class SecondsField(serializers.Field[timedelta, float, float, Any]):
    """A duration as its seconds."""

    def to_representation(self, value: timedelta) -> float:
        """Seconds."""
        return value.total_seconds()


class OfferSerializer(serializers.ModelSerializer[Offer]):
    """The terms, all of them: a viewer is told before she plays."""

    id = serializers.CharField(source="public_id", read_only=True)
    opens = serializers.DateTimeField(source="window.lower", read_only=True)
    closes = serializers.DateTimeField(source="window.upper", read_only=True)
    unlock_seconds = SecondsField(source="unlock", read_only=True, allow_null=True)
    watch_seconds = SecondsField(source="watch", read_only=True, allow_null=True)
    territories = serializers.SerializerMethodField()

    class Meta:
        model = Offer
        fields: ClassVar = [
            "id",
            "audience",
            "opens",
            "closes",
            "time_zone",
            "close_mode",
            "unlock_seconds",
            "watch_seconds",
            "territory_rule",
            "territories",
            "network_policy",
            "free_tickets",
        ]

    def get_territories(self, offer: Any) -> list[str]:
        """Groups resolved; `OfferQuerySet.with_codes` has loaded them."""
        return sorted({*offer.territories, *offer.group_codes})
