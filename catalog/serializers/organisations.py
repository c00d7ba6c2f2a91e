"""Organisations and their bookings."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.handwritten import grouped
from accounts.models import User
from catalog.codes import COUNTRY
from catalog.examples import tickets as ticket_examples
from catalog.models import Booking, BookingMode, Organisation

MOST_SEATS = 1000


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    id = serializers.CharField(source="public_id", read_only=True)
    country = serializers.RegexField(
        COUNTRY, required=False, allow_blank=True, help_text="ISO 3166-1, or empty"
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["id", "name", "country"]


class MemberSerializer(serializers.Serializer[Any]):
    user = serializers.SlugRelatedField(
        slug_field="public_id", queryset=User.objects.all(), help_text="her public id"
    )


@extend_schema_serializer(examples=[ticket_examples.BOOKING])
class BookingSerializer(serializers.ModelSerializer[Booking]):
    """`taken` is a number, and all that anybody is told of who came."""

    id = serializers.CharField(source="public_id", read_only=True)
    organisation = serializers.CharField(source="organisation.public_id", read_only=True)
    offer = serializers.CharField(source="offer.public_id", read_only=True)
    taken = serializers.IntegerField(read_only=True)
    join_code = serializers.SerializerMethodField()

    class Meta:
        model = Booking
        fields: ClassVar = [
            "id",
            "organisation",
            "offer",
            "mode",
            "seats",
            "taken",
            "headcount",
            "join_code",
            "created_at",
        ]

    @extend_schema_field(str)
    def get_join_code(self, booking: Booking) -> str:
        """In groups; a room has none to give."""
        return grouped(booking.join_code) if booking.mode == BookingMode.INDIVIDUAL else ""


class BookSerializer(serializers.Serializer[Any]):
    offer = serializers.CharField(max_length=22, help_text="an offer to schools")
    mode = serializers.ChoiceField(choices=BookingMode.choices, default=BookingMode.INDIVIDUAL)
    seats = serializers.IntegerField(min_value=1, max_value=MOST_SEATS)


class HeadcountSerializer(serializers.Serializer[Any]):
    headcount = serializers.IntegerField(min_value=0, max_value=2**15 - 1)
