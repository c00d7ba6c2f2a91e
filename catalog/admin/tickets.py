"""Tickets for staff."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.models import Ticket
from vod.staff.base import StaffAdmin


@admin.register(Ticket)
class TicketAdmin(StaffAdmin[Ticket]):
    """Issued here and never read back by holder: such a list is a log of who watches what."""

    called = _("ticket"), _("tickets")
    list_display = ("public_id", "offer", "origin", "issued_at", "revoked_at")
    list_filter = ("origin", "offer__audience")
    list_select_related = ("offer",)
    search_fields = ("=public_id", "=external_ref")
    autocomplete_fields = ("offer",)
    ordering = ("-issued_at", "-pk")
    raw_id_fields = ("holder",)

    def get_fields(self, request: HttpRequest, obj: Ticket | None = None) -> tuple[str, ...]:
        """The holder is named when a ticket is issued, and not shown again."""
        given = ("offer", "origin", "issued_at", "extended_until", "revoked_at")
        return ("holder", *given) if obj is None else given
