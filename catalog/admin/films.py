"""Films, versions, stills and the words that films are found by, for staff."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import actor_of
from catalog import services
from catalog.admin.searched import Searched
from catalog.admin.teams import TeamInline
from catalog.admin.words import FilmTexts, StillTexts, TermTexts
from catalog.models import Credit, Film, FilmTeam, FilmVersion, SearchKind, Still, Term
from catalog.services import search_index
from vod.staff.base import StaffAdmin, Tabular


class CreditInline(Tabular[Credit, Film]):
    model = Credit
    autocomplete_fields = ("person",)
    tab = True
    verbose_name, verbose_name_plural = _("credit"), _("credits")


class VersionInline(Tabular[FilmVersion, Film]):
    model = FilmVersion
    autocomplete_fields = ("master", "publication")
    tab = True
    show_change_link = True
    verbose_name, verbose_name_plural = _("version"), _("versions")


@admin.register(Film)
class FilmAdmin(Searched, StaffAdmin[Film]):
    search_kind = SearchKind.FILM
    called = _("film"), _("films")
    list_display = ("slug", "year", "visibility", "reveal_at")
    list_filter = ("visibility", "year", "terms__kind")
    search_fields = ("slug", "texts__title", "=public_id")
    autocomplete_fields = ("terms",)
    ordering = ("slug",)
    inlines = (FilmTexts, CreditInline, VersionInline, TeamInline)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Write the team by the services, which record it."""
        if formset.model is not FilmTeam:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        by: dict[str, Any] = {"film": form.instance, "actor": actor_of(request)}
        by["now"] = timezone.now()
        for member in formset.deleted_objects:
            services.remove_member(public_id=member.user.public_id, **by)
        for member in formset.new_objects:
            services.add_to_team(user=member.user, role=member.role, **by)


@admin.register(FilmVersion)
class FilmVersionAdmin(StaffAdmin[FilmVersion]):
    """For choosing one in a screening's item."""

    called = _("version"), _("versions")
    list_display = ("film", "kind", "public_id", "publication")
    list_filter = ("kind",)
    list_select_related = ("film", "publication__master")
    search_fields = ("film__slug", "film__texts__title", "=public_id")
    autocomplete_fields = ("film", "master", "publication")
    ordering = ("film__slug", "pk")


@admin.register(Term)
class TermAdmin(StaffAdmin[Term]):
    called = _("term"), _("terms")
    list_display = ("slug", "kind", "position")
    list_filter = ("kind",)
    search_fields = ("slug", "texts__name")
    ordering = ("kind", "position", "slug")
    inlines = (TermTexts,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Save the names: films are found by them."""
        super().save_related(request, form, formsets, change)
        search_index.refresh_term(form.instance.pk)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Term) -> None:
        """Its films are found by it no longer."""
        films = list(obj.films.values_list("pk", flat=True))
        super().delete_model(request, obj)
        search_index.refresh_film(*films)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """One by one."""
        for term in queryset:
            self.delete_model(request, term)


@admin.register(Still)
class StillAdmin(StaffAdmin[Still]):
    """Words and visibility. A picture is handed in where it loses what it tells besides."""

    called = _("still"), _("stills")
    list_display = ("public_id", "film", "position", "visibility", "width", "height")
    list_filter = ("visibility",)
    list_select_related = ("film",)
    search_fields = ("=public_id", "film__slug", "film__texts__title")
    autocomplete_fields = ("film",)
    ordering = ("film__slug", "position", "pk")
    readonly_fields = ("image", "width", "height")
    inlines = (StillTexts,)

    def has_add_permission(self, request: object) -> bool:
        """By the API, which makes the picture anew."""
        return False
