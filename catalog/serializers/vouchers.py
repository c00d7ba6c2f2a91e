"""Vouchers: batches for staff, a code for everybody."""

from typing import Any, ClassVar

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.handwritten import grouped
from catalog.examples import tickets as ticket_examples
from catalog.models import MOST_IN_A_BATCH, Edition, Offer, PassKind, VoucherBatch
from catalog.serializers.passes import PassSerializer
from catalog.serializers.tickets import TicketSerializer

TYPED_LENGTH = 80


@extend_schema_serializer(examples=[ticket_examples.BATCH])
class VoucherBatchSerializer(serializers.ModelSerializer[VoucherBatch]):
    """Numbers of a batch only: whether one code was used tells whether somebody came."""

    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)
    offers = serializers.SlugRelatedField[Offer](slug_field="public_id", many=True, read_only=True)
    pass_kind = serializers.CharField(
        source="pass_kind.public_id", read_only=True, allow_null=True, default=None
    )
    valid_from = serializers.DateTimeField(
        source="validity.lower", read_only=True, allow_null=True, default=None
    )
    valid_until = serializers.DateTimeField(
        source="validity.upper", read_only=True, allow_null=True, default=None
    )
    vouchers = serializers.IntegerField(source="vouchers_made", read_only=True)
    used = serializers.IntegerField(read_only=True)

    class Meta:
        model = VoucherBatch
        fields: ClassVar = [
            "id",
            "edition",
            "tag",
            "offers",
            "pass_kind",
            "max_uses",
            "valid_from",
            "valid_until",
            "reserves_seats",
            "created_at",
            "revoked_at",
            "vouchers",
            "used",
        ]


@extend_schema_serializer(examples=[ticket_examples.NEW_BATCH])
class NewBatchSerializer(serializers.Serializer[Any]):
    """What the codes are good for: tickets to `offers`, or a pass."""

    edition = serializers.SlugRelatedField(slug_field="slug", queryset=Edition.objects.all())
    count = serializers.IntegerField(min_value=1, max_value=MOST_IN_A_BATCH)
    offers = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Offer.objects.all(), many=True, required=False
    )
    pass_kind = serializers.SlugRelatedField(
        slug_field="public_id", queryset=PassKind.objects.all(), default=None, allow_null=True
    )
    max_uses = serializers.IntegerField(default=1, min_value=1, max_value=MOST_IN_A_BATCH)
    valid_from = serializers.DateTimeField(default=None, allow_null=True)
    valid_until = serializers.DateTimeField(default=None, allow_null=True)
    tag = serializers.CharField(default="", allow_blank=True, max_length=64)
    reserves_seats = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require one kind of thing, of one edition, and a validity that is not empty."""
        edition, kind, offers = attrs["edition"], attrs["pass_kind"], attrs.get("offers", [])
        if bool(offers) == (kind is not None):
            raise serializers.ValidationError("Name either offers or a pass kind.", code="one_of")
        if kind is not None and (kind.edition_id != edition.pk or attrs["reserves_seats"]):
            raise serializers.ValidationError(
                "A pass is of the same edition, and reserves no seat.", code="pass_kind"
            )
        if any(offer.screening.edition_id != edition.pk for offer in offers):
            raise serializers.ValidationError("An offer is of another edition.", code="offers")
        first, last = attrs.pop("valid_from"), attrs.pop("valid_until")
        if first and last and first >= last:
            raise serializers.ValidationError("The validity ends before it begins.", code="range")
        validity = DateTimeTZRange(first, last) if first or last else None
        return attrs | {"validity": validity}


class RevokeSerializer(serializers.Serializer[Any]):
    """`what_it_gave`: tickets and passes go too, not only what could still be redeemed."""

    what_it_gave = serializers.BooleanField(default=False)


class RevokeVoucherSerializer(RevokeSerializer):
    code = serializers.CharField(max_length=TYPED_LENGTH)


class CodeSerializer(serializers.Serializer[Any]):
    """A code as somebody copied it. Without an account one is made, under our terms."""

    code = serializers.CharField(max_length=TYPED_LENGTH)
    accept_terms = serializers.BooleanField(
        default=False, help_text="wanted of who is not logged in"
    )


@extend_schema_serializer(examples=[ticket_examples.REDEEM])
class RedeemSerializer(CodeSerializer):
    offer = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=22,
        help_text="where the voucher is for one of several",
    )


@extend_schema_serializer(examples=[ticket_examples.ADMITTED])
class AdmittedSerializer(serializers.Serializer[Any]):
    """What a code gave. `return_code` comes once, with a new account."""

    ticket = TicketSerializer(allow_null=True)
    return_code = serializers.SerializerMethodField(
        help_text="logs the new account in from elsewhere; empty where there is none"
    )

    def get_fields(self) -> dict[str, Any]:
        """`pass` is a word of Python's."""
        given = PassSerializer(source="given_pass", allow_null=True)
        return {**super().get_fields(), "pass": given}

    @extend_schema_field(str)
    def get_return_code(self, admitted: Any) -> str:
        """In groups, as it is to be noted."""
        return grouped(admitted.return_code)


class ReturnSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=TYPED_LENGTH)
