"""Offers for staff."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog import services
from catalog.forms import OfferForm
from catalog.models import Offer
from vod.staff.base import StaffAdmin


@admin.register(Offer)
class OfferAdmin(Audited, StaffAdmin[Offer]):
    called = _("offer"), _("offers")
    form = OfferForm
    list_display = ("screening", "audience", "opens_local", "closes_local", "time_zone")
    list_filter = ("audience", "free_tickets", "screening__edition")
    list_select_related = ("screening",)
    search_fields = ("=public_id", "screening__slug", "=screening__public_id")
    autocomplete_fields = ("screening", "territory_groups")
    ordering = ("-window", "pk")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the offer; what opens first is transcoded first."""
        super().save_related(request, form, formsets, change)
        services.set_priorities(now=timezone.now(), screening=form.instance.screening)
