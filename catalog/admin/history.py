"""Periods and essays for staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.searched import Searched
from catalog.admin.words import EssayTexts, PeriodTexts
from catalog.models import Essay, Period, SearchKind
from vod.staff.base import StaffAdmin


@admin.register(Period)
class PeriodAdmin(Searched, StaffAdmin[Period]):
    search_kind = SearchKind.PERIOD
    called = _("period"), _("periods")
    list_display = ("slug", "first_year", "last_year", "visibility")
    list_filter = ("visibility",)
    search_fields = ("slug", "texts__title")
    autocomplete_fields = ("films", "people")
    ordering = ("first_year", "slug")
    inlines = (PeriodTexts,)


@admin.register(Essay)
class EssayAdmin(Searched, StaffAdmin[Essay]):
    search_kind = SearchKind.ESSAY
    called = _("essay"), _("essays")
    list_display = ("slug", "year", "period", "visibility")
    list_filter = ("visibility", "period")
    list_select_related = ("period",)
    search_fields = ("slug", "texts__title")
    autocomplete_fields = ("period", "authors", "films", "people")
    ordering = ("slug",)
    inlines = (EssayTexts,)
