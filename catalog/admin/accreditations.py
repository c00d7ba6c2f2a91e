"""Accreditations for staff: applications, approved or declined."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin.audited import actor_of
from catalog import services
from catalog.models import Accreditation
from vod.staff.base import ReadOnly, StaffAdmin


@admin.register(Accreditation)
class AccreditationAdmin(ReadOnly, StaffAdmin[Accreditation]):
    """By what applicants wrote, not by who they are: their account is not named."""

    called = _("accreditation"), _("accreditations")
    list_display = ("public_id", "kind", "edition", "state", "applied_at", "valid_until")
    list_filter = ("state", "kind", "edition")
    list_select_related = ("edition",)
    search_fields = ("=public_id",)
    ordering = ("applied_at", "pk")
    actions = ("approve", "decline")
    fields = (
        "public_id", "edition", "kind", "state", "statement", "applied_at", "decided_at",
        "valid_until",
    )  # fmt: skip

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with the permission "decide"."""
        return request.user.has_perm("catalog.change_accreditation")

    @admin.action(description=_("Approve"), permissions=["decide"])
    def approve(self, request: HttpRequest, chosen: "QuerySet[Accreditation]") -> None:
        """Let them in, until the edition ends."""
        self._decide(request, chosen, approved=True)

    @admin.action(description=_("Decline"), permissions=["decide"])
    def decline(self, request: HttpRequest, chosen: "QuerySet[Accreditation]") -> None:
        """Turn them down; tickets that were taken by it are revoked."""
        self._decide(request, chosen, approved=False)

    def _decide(
        self, request: HttpRequest, chosen: "QuerySet[Accreditation]", *, approved: bool
    ) -> None:
        by, now = actor_of(request), timezone.now()
        rows = list(chosen.select_related("user"))
        for row in rows:
            services.decide_accreditation(accreditation=row, approved=approved, by=by, now=now)
        words = ngettext("%(n)d application is decided.", "%(n)d are decided.", len(rows))
        messages.success(request, words % {"n": len(rows)})
