"""The audit log, to be read."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import AuditEntry
from vod.staff.base import ReadOnly, StaffAdmin

MOST_NAMED = 4


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly, StaffAdmin[AuditEntry]):
    """Who changed what, when. People stand in it under their ids of the log."""

    called = _("audit entry"), _("audit log")
    list_display = ("at", "model", "target", "action", "changed", "actor")
    list_filter = (
        "action",
        ("model", admin.AllValuesFieldListFilter),
        ("actor", admin.AllValuesFieldListFilter),
    )
    search_fields = ("=target", "=actor", "=subject")
    search_help_text = _("public id or slug of a row, or an id of the log")
    ordering = ("-at", "-pk")
    date_hierarchy = "at"
    fields = ("at", "actor", "action", "model", "target", "concerns", "difference")
    readonly_fields = ("concerns", "difference")

    @admin.display(description=_("fields"))
    def changed(self, entry: AuditEntry) -> str:
        """Name what changed, briefly."""
        names = sorted({*entry.before, *entry.after})
        more = len(names) - MOST_NAMED
        return ", ".join(names[:MOST_NAMED]) + (f" +{more}" if more > 0 else "")

    @admin.display(description=_("concerns"))
    def concerns(self, entry: AuditEntry) -> str:
        """Name the account concerned, unless it was erased."""
        if not entry.subject:
            return ""
        named = audit.naming_of(entry)
        if named is None:
            return str(_("somebody whose account was erased"))
        return ", ".join(str(value) for value in named.values()) or entry.subject

    @admin.display(description=_("difference"))
    def difference(self, entry: AuditEntry) -> str:
        """Field by field, before and after."""
        names = sorted({*entry.before, *entry.after})
        rows = [
            {"name": n, "before": _shown(entry.before, n), "after": _shown(entry.after, n)}
            for n in names
        ]
        return render_to_string("web/desk/difference.html", {"rows": rows})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Programmers and admins."""
        return request.user.has_perm("accounts.view_auditentry")


def _shown(values: dict[str, Any], name: str) -> str | None:
    """A text as it stands, anything else as JSON; None where there was nothing."""
    if name not in values:
        return None
    value = values[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
