"""Batches of vouchers for staff. Single codes are in no list: one of them may be somebody's."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.models import VoucherBatch
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(VoucherBatch)
class VoucherBatchAdmin(ReadOnly, StaffAdmin[VoucherBatch]):
    called = _("voucher batch"), _("voucher batches")
    list_display = ("__str__", "edition", "max_uses", "reserves_seats", "created_at", "revoked_at")
    list_filter = ("edition", "reserves_seats")
    list_select_related = ("edition",)
    search_fields = ("tag", "=public_id")
    ordering = ("-created_at", "-pk")
