"""Films, versions and teams for staff."""

from django.contrib import admin

from catalog.admin.searched import Searched
from catalog.models import (
    Credit,
    Film,
    FilmTeam,
    FilmText,
    FilmVersion,
    SearchKind,
)


class FilmTextInline(admin.StackedInline[FilmText, Film]):
    model = FilmText
    extra = 0


class CreditInline(admin.TabularInline[Credit, Film]):
    model = Credit
    extra = 0
    autocomplete_fields = ("person",)


class TeamInline(admin.TabularInline[FilmTeam, Film]):
    model = FilmTeam
    extra = 0
    raw_id_fields = ("user",)


class VersionInline(admin.TabularInline[FilmVersion, Film]):
    model = FilmVersion
    extra = 0
    raw_id_fields = (
        "master",
        "publication",
    )


@admin.register(Film)
class FilmAdmin(Searched):
    search_kind = SearchKind.FILM
    list_display = (
        "slug",
        "year",
        "visibility",
        "reveal_at",
    )
    list_filter = (
        "visibility",
        "year",
    )
    search_fields = (
        "slug",
        "texts__title",
    )
    inlines = (
        FilmTextInline,
        CreditInline,
        VersionInline,
        TeamInline,
    )


@admin.register(FilmVersion)
class FilmVersionAdmin(admin.ModelAdmin[FilmVersion]):
    """For choosing one in a screening's item."""

    list_display = (
        "film",
        "kind",
        "public_id",
    )
    list_select_related = ("film",)
    search_fields = (
        "film__slug",
        "film__texts__title",
    )
    raw_id_fields = (
        "film",
        "master",
        "publication",
    )
