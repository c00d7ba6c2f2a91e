"""Offers for staff. A service makes and moves them: tickets, priorities and caps follow."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import AuditTrail, actor_of
from catalog import services
from catalog.forms import OfferForm
from catalog.models import Offer


@admin.register(Offer)
class OfferAdmin(AuditTrail[Offer]):
    called = _("offer"), _("offers")
    form = OfferForm
    list_display = ("screening", "audience", "opens_local", "closes_local", "time_zone")
    list_filter = ("audience", "free_tickets", "screening__edition")
    list_select_related = ("screening",)
    search_fields = ("=public_id", "screening__slug", "=screening__public_id")
    autocomplete_fields = ("screening", "territory_groups")
    ordering = ("-window", "pk")

    def save_model(self, request: HttpRequest, obj: Offer, form: Any, change: bool) -> None:  # noqa: FBT001
        """Hand over what was typed: of an offer that is there, only what is new."""
        names = form.changed_data if change else OfferForm.Meta.fields
        terms = {name: form.cleaned_data[name] for name in names}
        by: dict[str, Any] = {"actor": actor_of(request), "now": timezone.now()}
        if change:
            services.change_offer(offer=obj, **by, **terms)
            return
        made = services.make_offer(**by, **terms)
        obj.pk, obj.public_id = made.pk, made.public_id

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Nothing is left: the service has written the groups as well."""
