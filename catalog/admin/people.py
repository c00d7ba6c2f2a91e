"""People for staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.admin.searched import Searched
from catalog.admin.words import PersonNames
from catalog.models import Person, SearchKind
from vod.staff.base import StaffAdmin


@admin.register(Person)
class PersonAdmin(Searched, StaffAdmin[Person]):
    search_kind = SearchKind.PERSON
    called = _("person"), _("people")
    list_display = ("slug", "visibility", "reveal_at")
    list_filter = ("visibility",)
    search_fields = ("slug", "names__name", "=public_id")
    ordering = ("slug",)
    inlines = (PersonNames,)
