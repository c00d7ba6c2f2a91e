"""The staff's site."""

from typing import TYPE_CHECKING

from django.urls import URLPattern, path
from unfold.sites import UnfoldAdminSite

from vod.staff.zone import choose

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
else:
    AdminSite = UnfoldAdminSite  # Unfold ships no types


class StaffSite(AdminSite):
    """Django's site in Unfold's clothes, with a page for the time zone."""

    def extra_urls(self) -> list[URLPattern]:
        """Unfold asks for these."""
        return [path("zone/", self.admin_view(choose), name="zone")]
