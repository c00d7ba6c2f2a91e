"""What staff type into the admin site."""

from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from catalog.models import Offer, TerritoryRule
from catalog.schedule import window_of


class OfferForm(forms.ModelForm[Offer]):
    """Staff type wall times; the window is computed from them."""

    class Meta:
        model = Offer
        fields = (
            "screening",
            "audience",
            "opens_local",
            "closes_local",
            "time_zone",
            "close_mode",
            "unlock",
            "watch",
            "territory_rule",
            "territories",
            "territory_groups",
            "network_policy",
            "free_tickets",
        )

    def clean(self) -> dict[str, Any]:
        """Put the window of the wall times on the offer."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        limited = data.get("territory_rule") != TerritoryRule.EVERYWHERE
        if limited and not data.get("territories") and not data.get("territory_groups"):
            raise ValidationError({"territories": "This rule needs territories, or a group."})
        names = ("opens_local", "closes_local", "time_zone")
        if not all(data.get(name) for name in names):
            return data
        try:
            opens, closes = window_of(**{name: data[name] for name in names})
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise ValidationError(str(error)) from error
        if closes <= opens:
            raise ValidationError({"closes_local": "The screening closes before it opens."})
        self.instance.window = DateTimeTZRange(opens, closes)
        return data
