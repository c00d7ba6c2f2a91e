"""Screenings and their items for staff."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from catalog import services
from catalog.admin.searched import Searched
from catalog.forms import OfferForm
from catalog.models import (
    Offer,
    Screening,
    ScreeningItem,
    ScreeningText,
    SearchKind,
)


class ScreeningTextInline(admin.StackedInline[ScreeningText, Screening]):
    model = ScreeningText
    extra = 0


class ItemInline(admin.TabularInline[ScreeningItem, Screening]):
    model = ScreeningItem
    extra = 0
    raw_id_fields = ("version",)


class OfferInline(admin.StackedInline[Offer, Screening]):
    model = Offer
    extra = 0
    form = OfferForm


@admin.register(Screening)
class ScreeningAdmin(Searched):
    search_kind = SearchKind.SCREENING
    list_display = (
        "__str__",
        "edition",
        "programme",
    )
    list_filter = ("edition",)
    list_select_related = (
        "edition",
        "programme",
    )
    inlines = (
        ScreeningTextInline,
        ItemInline,
        OfferInline,
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save items and offers; what opens first is transcoded first."""
        super().save_related(request, form, formsets, change)
        services.set_priorities(now=timezone.now(), screening=form.instance)
