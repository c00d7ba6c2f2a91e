"""Quotas, for staff."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from catalog.examples import tickets as ticket_examples
from catalog.models import Edition, Offer, Quota


@extend_schema_serializer(examples=[ticket_examples.QUOTA])
class QuotaSerializer(serializers.ModelSerializer[Quota]):
    """With what is taken; `left` may be below nought where a quota was made smaller."""

    id = serializers.CharField(source="public_id", read_only=True)
    edition = serializers.CharField(source="edition.slug", read_only=True)
    offers = serializers.SlugRelatedField[Offer](slug_field="public_id", many=True, read_only=True)
    taken = serializers.IntegerField(read_only=True)
    left = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Quota
        fields: ClassVar = ["id", "edition", "name", "size", "offers", "taken", "left"]


class QuotaChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120)
    size = serializers.IntegerField(
        min_value=0, max_value=2**31 - 1, allow_null=True, help_text="null: no limit"
    )
    offers = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Offer.objects.all(), many=True
    )


class NewQuotaSerializer(QuotaChangeSerializer):
    edition = serializers.SlugRelatedField(slug_field="slug", queryset=Edition.objects.all())
