"""Passes for staff: the kinds to be made, those given out to be counted and revoked."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.admin.words import PassKindTexts
from catalog.models import Pass, PassKind
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(PassKind)
class PassKindAdmin(Audited[PassKind]):
    called = _("kind of pass"), _("kinds of passes")
    list_display = ("slug", "edition", "audience", "most_tickets")
    list_filter = ("edition", "audience")
    list_select_related = ("edition",)
    search_fields = ("slug", "texts__title")
    autocomplete_fields = ("edition", "programmes")
    ordering = ("-edition__year", "slug")
    inlines = (PassKindTexts,)


@admin.register(Pass)
class PassAdmin(ReadOnly, StaffAdmin[Pass]):
    """Never by holder, voucher or shop's number: each of them leads to a person."""

    called = _("pass"), _("passes")
    list_display = ("public_id", "kind", "issued_at", "revoked_at")
    list_filter = ("kind",)
    list_select_related = ("kind",)
    search_fields = ("=public_id",)
    ordering = ("-issued_at", "-pk")
    fields = ("public_id", "kind", "issued_at", "revoked_at")
