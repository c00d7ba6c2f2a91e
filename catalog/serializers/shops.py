"""What a ticket shop sends, and is answered."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.handwritten import grouped
from catalog.examples import tickets as ticket_examples
from catalog.models import Offer, PassKind, ShopSale


@extend_schema_serializer(examples=[ticket_examples.SELL])
class SellSerializer(serializers.Serializer[Any]):
    """`external_ref` is the shop's own: an order's number, nobody's name or address."""

    external_ref = serializers.RegexField(r"^[A-Za-z0-9._:-]{1,40}$")
    offer = serializers.SlugRelatedField(
        slug_field="public_id",
        queryset=Offer.objects.select_related("screening__edition"),
        default=None,
    )
    pass_kind = serializers.SlugRelatedField(
        slug_field="public_id", queryset=PassKind.objects.select_related("edition"), default=None
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Require one thing to sell."""
        if (attrs["offer"] is None) == (attrs["pass_kind"] is None):
            raise serializers.ValidationError("Name an offer or a pass kind.", code="one_of")
        return attrs


@extend_schema_serializer(examples=[ticket_examples.SALE])
class SaleSerializer(serializers.ModelSerializer[ShopSale]):
    """Not whether the code was used: that would tell when somebody came."""

    claim_code = serializers.SerializerMethodField(help_text="the buyer redeems it like a voucher")

    class Meta:
        model = ShopSale
        fields: ClassVar = ["external_ref", "claim_code", "sold_at", "refunded_at"]

    @extend_schema_field(str)
    def get_claim_code(self, sale: ShopSale) -> str:
        """In groups, as it is printed."""
        return grouped(sale.voucher.code)
