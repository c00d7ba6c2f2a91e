"""Accreditations for staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.models import Accreditation
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(Accreditation)
class AccreditationAdmin(ReadOnly, StaffAdmin[Accreditation]):
    called = _("accreditation"), _("accreditations")
    list_display = ("public_id", "kind", "edition", "state", "applied_at", "valid_until")
    list_filter = ("state", "kind", "edition")
    list_select_related = ("edition",)
    search_fields = ("=public_id",)
    ordering = ("applied_at", "pk")
    fields = (
        "public_id", "edition", "kind", "state", "statement", "applied_at", "decided_at",
        "valid_until",
    )  # fmt: skip
