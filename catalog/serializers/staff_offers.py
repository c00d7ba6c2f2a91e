"""Offers as staff write and read them."""

from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.models import Audience, CloseMode, NetworkPolicy, Offer
from catalog.models.checks import validate_time_zone
from catalog.schedule import NoSuchTime, window_of
from catalog.serializers.offers import OfferSerializer
from catalog.serializers.territories import SpanField, TerritoriesSerializer

FIELDS = ("audience", "opens_local", "closes_local", "time_zone", "free_tickets", "territory_rule")


class WallTimeField(serializers.RegexField):
    """A wall time like 2026-11-20T20:00."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", **options)


@extend_schema_serializer(examples=[examples.OFFER_TERMS])
class OfferTermsSerializer(TerritoriesSerializer):
    """What staff write of an offer; with an instance and `partial`, what changes."""

    audience = serializers.ChoiceField(choices=Audience.choices)
    opens_local = WallTimeField(help_text="in the time zone")
    closes_local = WallTimeField()
    time_zone = serializers.CharField(
        max_length=64, validators=[validate_time_zone], help_text="IANA"
    )
    close_mode = serializers.ChoiceField(choices=CloseMode.choices, required=False)
    unlock_seconds = SpanField(required=False, allow_null=True)
    watch_seconds = SpanField(required=False, allow_null=True)
    network_policy = serializers.ChoiceField(choices=NetworkPolicy.choices, required=False)
    free_tickets = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check what stands in several fields, as it will be together."""
        for name in ("unlock", "watch"):
            if f"{name}_seconds" in attrs:
                seconds = attrs.pop(f"{name}_seconds")
                attrs[name] = None if seconds is None else timedelta(seconds=seconds)
        terms = {name: getattr(self.instance, name, None) for name in FIELDS} | attrs
        if self.instance is not None:
            terms.setdefault("territories", self.instance.territories)
            terms.setdefault("territory_groups", list(self.instance.territory_groups.all()))
        self.check_rule({name: value for name, value in terms.items() if value is not None})
        self._check_window(terms)
        if terms["free_tickets"] and terms["audience"] != Audience.PUBLIC:
            message = {"free_tickets": _("Only tickets to public offers can be free to take.")}
            raise serializers.ValidationError(message, code="free_tickets_are_public")
        return attrs

    def _check_window(self, terms: dict[str, Any]) -> None:
        names = ("opens_local", "closes_local", "time_zone")
        try:
            opens, closes = window_of(**{name: terms[name] for name in names})
        except NoSuchTime as error:
            message = _("The clocks jump over this time in that zone.")
            raise serializers.ValidationError(message, code="no_such_time") from error
        except (ValueError, OverflowError) as error:
            message = _("This is not a date and a time.")
            raise serializers.ValidationError(message, code="not_a_time") from error
        if closes <= opens:
            late = {"closes_local": _("The screening closes before it opens.")}
            raise serializers.ValidationError(late, code="closes_before_opening")


@extend_schema_serializer(examples=[examples.STAFF_OFFER])
class StaffOfferSerializer(OfferSerializer):
    """An offer with what only staff need: the wall times, and its groups by name."""

    screening = serializers.CharField(source="screening.public_id", read_only=True)
    territory_groups: Any = serializers.SlugRelatedField(
        slug_field="slug", many=True, read_only=True
    )

    class Meta:
        model = Offer
        fields: ClassVar = [
            *OfferSerializer.Meta.fields,
            "screening",
            "opens_local",
            "closes_local",
            "territory_groups",
        ]

    def get_territories(self, offer: Any) -> list[str]:
        """As staff wrote them: groups stand apart."""
        territories: list[str] = offer.territories
        return territories
