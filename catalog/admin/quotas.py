"""Quotas for staff."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.models import Quota


@admin.register(Quota)
class QuotaAdmin(Audited[Quota]):
    """The cap of a grant is a quota as well; it follows the rights sheet and not this form."""

    called = _("quota"), _("quotas")
    list_display = ("name", "edition", "size", "of_rights")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("name", "=public_id")
    autocomplete_fields = ("edition", "offers")
    ordering = ("-edition__year", "name", "pk")
    exclude = ("grant",)

    @admin.display(boolean=True, description=_("cap of the rights"))
    def of_rights(self, quota: Quota) -> bool:
        """Whether it comes from a grant."""
        return quota.grant_id is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of a grant's cap."""
        own = obj is None or obj.grant_id is None
        return own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not of a grant's cap."""
        own = obj is None or obj.grant_id is None
        return own and super().has_delete_permission(request, obj)
