"""Fields of terms that staff and filmmakers write."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from rest_framework import serializers

from catalog import iso
from catalog.codes import TERRITORY
from catalog.models import TerritoryGroup, TerritoryRule

LONGEST = 10 * 365 * 24 * 3600  # seconds; longer is a slip of the pen


class TerritoryField(serializers.CharField):
    """An ISO 3166-1 or 3166-2 code that exists, by the code that place databases give."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=6, validators=[RegexValidator(TERRITORY)], **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Check the form first, then whether there is such a place."""
        code = super().run_validation(data)
        if code is None:
            return None
        own = iso.own_code(code)
        if own is not None:
            words = _("Please write %(own)s: %(code)s is known by its own country code.")
            raise serializers.ValidationError(words % {"own": own, "code": code}, code="own_code")
        if not iso.exists(code):
            words = _("There is no %(code)s in ISO 3166.")
            raise serializers.ValidationError(words % {"code": code}, code="unknown_territory")
        return code


class SpanField(serializers.FloatField):
    """A span in seconds, more than none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0.001, max_value=LONGEST, **options)


class TerritoriesSerializer(serializers.Serializer[Any]):
    """A rule, and what it lists."""

    territory_rule = serializers.ChoiceField(choices=TerritoryRule.choices, required=False)
    territories = serializers.ListField(
        child=TerritoryField(), required=False, max_length=400, help_text="ISO 3166: US, US-CA"
    )
    territory_groups = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=TerritoryGroup.objects.order_by("slug"),
        many=True,
        required=False,
    )

    def check_rule(self, terms: Mapping[str, Any]) -> None:
        """Refuse a rule without a list: it would let nobody in, or everybody."""
        limited = terms.get("territory_rule", TerritoryRule.EVERYWHERE) != TerritoryRule.EVERYWHERE
        if limited and not terms.get("territories") and not terms.get("territory_groups"):
            message = {"territories": _("This rule needs territories, or a group.")}
            raise serializers.ValidationError(message, code="no_territories")
