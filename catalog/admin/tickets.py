"""Tickets and the shops that sell them, for staff."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.exceptions import APIException

from catalog import services
from catalog.admin.accounts_named import NamedAccount
from catalog.models import Offer, Shop, Ticket, TicketOrigin
from catalog.services.claims import Claim
from vod.staff.base import ReadOnly, StaffAdmin


class TicketForm(NamedAccount):
    """An offer and an account, named once."""

    class Meta:
        model = Ticket
        fields = ("offer",)


@admin.register(Ticket)
class TicketAdmin(StaffAdmin[Ticket]):
    """Issued here and never read back by holder: such a list is a log of who watches what."""

    called = _("ticket"), _("tickets")
    form = TicketForm
    list_display = ("public_id", "offer", "origin", "issued_at", "revoked_at")
    list_filter = ("origin", "offer__audience")
    list_select_related = ("offer",)
    search_fields = ("=public_id",)
    autocomplete_fields = ("offer",)
    ordering = ("-issued_at", "-pk")
    actions = ("revoke",)

    def get_fields(self, request: HttpRequest, obj: Ticket | None = None) -> tuple[str, ...]:
        """The holder is named when a ticket is issued, and not shown again."""
        if obj is None:
            return ("offer", "account")
        return ("public_id", "offer", "origin", "issued_at", "extended_until", "revoked_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What becomes of a ticket is its holder's, or an action."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Revoked, never deleted: its seat is counted."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with the permission "revoke"."""
        return request.user.has_perm("catalog.change_ticket")

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: "QuerySet[Ticket]") -> None:
        """Take tickets away."""
        gone = services.revoke(tickets=Ticket.objects.filter(pk__in=chosen), now=timezone.now())
        words = ngettext("%(n)d ticket is revoked.", "%(n)d tickets are revoked.", gone)
        messages.success(request, words % {"n": gone})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Say why a ticket is refused: no seat left, over, revoked before."""
        try:
            return super().add_view(request, form_url, extra_context)
        except APIException as refused:
            messages.error(request, str(refused.detail))
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Ticket, form: Any, change: bool) -> None:  # noqa: FBT001
        """Issue it by the one door, under the quotas."""
        offer = Offer.objects.select_related("screening__edition").get(pk=obj.offer_id)
        claim = Claim(origin=TicketOrigin.STAFF)
        holder = form.cleaned_data["account"]
        made = services.issue(offer=offer, holder=holder, claim=claim, now=timezone.now())
        obj.pk, obj.public_id = made.pk, made.public_id


@admin.register(Shop)
class ShopAdmin(ReadOnly, StaffAdmin[Shop]):
    """To look at: a key is made by `manage.py create_shop_key`, and its sales stay the shop's."""

    called = _("ticket shop"), _("ticket shops")
    list_display = ("slug", "created_at")
    ordering = ("slug",)
    fields = ("slug", "created_at")
