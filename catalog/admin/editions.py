"""Editions and programmes for staff."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.admin.words import EditionTexts, ProgrammeTexts
from catalog.models import Edition, Programme
from vod.staff.base import StaffAdmin, Tabular


class ProgrammeInline(Tabular[Programme, Edition]):
    model = Programme
    show_change_link = True
    tab = True
    verbose_name, verbose_name_plural = _("programme"), _("programmes")


@admin.register(Edition)
class EditionAdmin(Audited, StaffAdmin[Edition]):
    """From here to its schedule, and to what a viewer would see."""

    called = _("edition"), _("editions")
    list_display = ("slug", "year", "state", "first_day", "last_day", "time_zone", "pages")
    list_filter = ("state",)
    search_fields = ("slug", "texts__title")
    ordering = ("-year", "slug")
    inlines = (EditionTexts, ProgrammeInline)

    @admin.display(description=_("pages"))
    def pages(self, edition: Edition) -> str:
        """Lead to the pages of one edition."""
        return format_html(
            '<a href="{}/schedule/">{}</a> · <a href="{}/explain/">{}</a>',
            edition.pk, _("Schedule"), edition.pk, _("Explain"),
        )  # fmt: skip


@admin.register(Programme)
class ProgrammeAdmin(Audited, StaffAdmin[Programme]):
    called = _("programme"), _("programmes")
    list_display = ("slug", "edition", "position")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("slug", "edition__slug", "texts__title")
    autocomplete_fields = ("edition",)
    ordering = ("-edition__year", "edition", "position", "pk")
    inlines = (ProgrammeTexts,)
