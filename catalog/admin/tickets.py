"""Tickets for staff."""

from django.contrib import admin
from django.http import HttpRequest

from catalog.models import (
    Ticket,
)


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin[Ticket]):
    """Issued here and never read back by holder: such a list is a log of who watches what."""

    list_display = (
        "public_id",
        "offer",
        "origin",
        "issued_at",
        "revoked_at",
    )
    list_filter = (
        "origin",
        "offer__audience",
    )
    list_select_related = ("offer",)
    search_fields = (
        "=public_id",
        "=external_ref",
    )
    raw_id_fields = (
        "offer",
        "holder",
    )
    readonly_fields = ("started_at",)

    def get_exclude(self, request: HttpRequest, obj: Ticket | None = None) -> tuple[str, ...]:
        """The holder is named when a ticket is issued, and not shown again."""
        return () if obj is None else ("holder",)
