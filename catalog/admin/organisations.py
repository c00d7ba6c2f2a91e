"""Institutions that book, and what they booked: never who sat in it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.models import Booking, Organisation
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(Organisation)
class OrganisationAdmin(Audited[Organisation]):
    called = _("organisation"), _("organisations")
    list_display = ("name", "country", "public_id")
    list_filter = ("country",)
    search_fields = ("name", "=public_id")
    ordering = ("name", "pk")


@admin.register(Booking)
class BookingAdmin(ReadOnly, StaffAdmin[Booking]):
    """Without the join code: whoever reads it takes a seat."""

    called = _("booking"), _("bookings")
    list_display = ("public_id", "organisation", "offer", "mode", "seats", "created_at")
    list_filter = ("mode", "offer__screening__edition")
    list_select_related = ("organisation", "offer")
    search_fields = ("=public_id", "organisation__name")
    ordering = ("-created_at", "-pk")
    fields = (
        "public_id", "organisation", "offer", "mode", "seats", "headcount", "created_at",
        "revoked_at",
    )  # fmt: skip
