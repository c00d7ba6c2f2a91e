"""Tickets."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog import examples
from catalog.models import (
    Ticket,
)


@extend_schema_serializer(examples=[examples.TICKET])
class TicketSerializer(serializers.ModelSerializer[Ticket]):
    id = serializers.CharField(source="public_id", read_only=True)
    offer = serializers.CharField(source="offer.public_id", read_only=True)

    class Meta:
        model = Ticket
        fields: ClassVar = ["id", "offer", "origin", "issued_at", "started_at", "extended_until"]
