"""Tickets, and what is left of an offer's seats."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.examples import tickets as ticket_examples
from catalog.models import (
    Ticket,
)
from catalog.services import Availability


@extend_schema_serializer(examples=[examples.TICKET])
class TicketSerializer(serializers.ModelSerializer[Ticket]):
    id = serializers.CharField(source="public_id", read_only=True)
    offer = serializers.CharField(source="offer.public_id", read_only=True)

    class Meta:
        model = Ticket
        fields: ClassVar = ["id", "offer", "origin", "issued_at", "started_at", "extended_until"]


@extend_schema_serializer(examples=[ticket_examples.OWN_TICKET])
class OwnTicketSerializer(TicketSerializer):
    """As its holder sees it; nobody else does."""

    screening = serializers.CharField(source="offer.screening.public_id", read_only=True)

    class Meta(TicketSerializer.Meta):
        fields: ClassVar = [*TicketSerializer.Meta.fields, "screening", "revoked_at"]


class TakeTicketSerializer(serializers.Serializer[Any]):
    """By which right; without a body it is free registration, an accreditation, or a pass."""

    def get_fields(self) -> dict[str, Any]:
        """`pass` is a word of Python's."""
        return {
            "pass": serializers.CharField(
                required=False, max_length=22, help_text="id of one of your passes"
            )
        }


class ExtendSerializer(serializers.Serializer[Any]):
    until = serializers.DateTimeField()


@extend_schema_serializer(examples=[ticket_examples.AVAILABILITY])
class AvailabilitySerializer(serializers.Serializer[Any]):
    availability = serializers.ChoiceField(choices=[word.value for word in Availability])
