"""Named groups of territories for staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.models import TerritoryGroup


@admin.register(TerritoryGroup)
class TerritoryGroupAdmin(Audited[TerritoryGroup]):
    """To change a group changes every offer and grant with it."""

    called = _("territory group"), _("territory groups")
    list_display = ("slug", "listed")
    search_fields = ("slug", "territories")
    ordering = ("slug",)

    @admin.display(description=_("territories"))
    def listed(self, group: TerritoryGroup) -> str:
        """The codes in one line."""
        return ", ".join(group.territories)
