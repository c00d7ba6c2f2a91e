"""Editions and programmes for staff."""

from django.contrib import admin

from catalog.models import (
    Edition,
    EditionText,
    Programme,
    ProgrammeText,
)


class EditionTextInline(admin.StackedInline[EditionText, Edition]):
    model = EditionText
    extra = 0


class ProgrammeTextInline(admin.StackedInline[ProgrammeText, Programme]):
    model = ProgrammeText
    extra = 0


class ProgrammeInline(admin.TabularInline[Programme, Edition]):
    model = Programme
    extra = 0
    show_change_link = True


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin[Edition]):
    list_display = (
        "slug",
        "year",
        "state",
    )
    list_filter = ("state",)
    inlines = (
        EditionTextInline,
        ProgrammeInline,
    )


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin[Programme]):
    list_display = (
        "slug",
        "edition",
        "position",
    )
    list_filter = ("edition",)
    list_select_related = ("edition",)
    inlines = (ProgrammeTextInline,)
