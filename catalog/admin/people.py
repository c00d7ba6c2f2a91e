"""People for staff."""

from django.contrib import admin

from catalog.admin.searched import Searched
from catalog.models import (
    Person,
    PersonName,
    SearchKind,
)


class PersonNameInline(admin.StackedInline[PersonName, Person]):
    model = PersonName
    extra = 0


@admin.register(Person)
class PersonAdmin(Searched):
    search_kind = SearchKind.PERSON
    list_display = (
        "slug",
        "visibility",
        "reveal_at",
    )
    list_filter = ("visibility",)
    search_fields = (
        "slug",
        "names__name",
    )
    inlines = (PersonNameInline,)
