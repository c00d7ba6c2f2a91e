"""Screenings and their items for staff. Offers are changed on their own page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited, actor_of
from catalog import services
from catalog.admin.searched import Searched
from catalog.admin.words import ScreeningTexts
from catalog.models import Offer, Screening, ScreeningItem, SearchKind
from vod.staff.base import ReadOnly, Tabular


class ItemInline(Tabular[ScreeningItem, Screening]):
    model = ScreeningItem
    autocomplete_fields = ("version",)
    verbose_name, verbose_name_plural = _("item"), _("items")


class OfferInline(ReadOnly, Tabular[Offer, Screening]):
    """To look at: an offer is changed by a service, which moves more than one row."""

    model = Offer
    fields = ("audience", "opens_local", "closes_local", "time_zone", "free_tickets")
    readonly_fields = fields
    show_change_link = True
    verbose_name, verbose_name_plural = _("offer"), _("offers")


@admin.register(Screening)
class ScreeningAdmin(Searched, Audited[Screening]):
    search_kind = SearchKind.SCREENING
    called = _("screening"), _("screenings")
    list_display = ("__str__", "edition", "programme")
    list_filter = ("edition", "programme")
    list_select_related = ("edition", "programme")
    search_fields = (
        "slug",
        "=public_id",
        "texts__title",
        "items__version__film__slug",
        "items__version__film__texts__title",
    )
    autocomplete_fields = ("edition", "programme")
    ordering = ("-edition__year", "edition", "programme__position", "pk")
    inlines = (ItemInline, ScreeningTexts, OfferInline)
    recorded_apart = (Offer,)
    untold = frozenset({"slug"})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the items; what opens first is transcoded first, under the caps of its films."""
        super().save_related(request, form, formsets, change)
        now, staff = timezone.now(), actor_of(request)
        services.set_priorities(now=now, screening=form.instance)
        services.attach_caps(screening=form.instance, actor=staff, now=now)
