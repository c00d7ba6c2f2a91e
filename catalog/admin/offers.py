"""Offers for staff."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from catalog import services
from catalog.forms import OfferForm
from catalog.models import (
    Offer,
)


@admin.register(Offer)
class OfferAdmin(admin.ModelAdmin[Offer]):
    form = OfferForm
    list_display = (
        "screening",
        "audience",
        "opens_local",
        "closes_local",
        "time_zone",
    )
    list_filter = (
        "audience",
        "screening__edition",
    )
    list_select_related = ("screening",)
    raw_id_fields = ("screening",)

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save the offer; what opens first is transcoded first."""
        super().save_model(request, obj, form, change)
        services.set_priorities(now=timezone.now(), screening=obj.screening)
