"""People for staff."""

from django.contrib import admin

from catalog.models import (
    Person,
    PersonName,
)


class PersonNameInline(admin.StackedInline[PersonName, Person]):
    model = PersonName
    extra = 0


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
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
