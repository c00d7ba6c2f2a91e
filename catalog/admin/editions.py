"""Editions and programmes for staff."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.admin.words import EditionTexts, ProgrammeTexts
from catalog.models import Edition, EditionState, Programme
from catalog.states import FOLLOWERS, may_follow
from vod.staff.base import Tabular


class ProgrammeInline(Tabular[Programme, Edition]):
    model = Programme
    show_change_link = True
    tab = True
    verbose_name, verbose_name_plural = _("programme"), _("programmes")


class EditionForm(forms.ModelForm[Edition]):
    """An edition goes its way step by step, by form as over the API."""

    class Meta:
        model = Edition
        fields = ("slug", "year", "time_zone", "state", "first_day", "last_day")

    def clean_state(self) -> str:
        """Refuse a step that there is not."""
        wanted = str(self.cleaned_data["state"])
        before = self.initial.get("state", EditionState.DRAFT)
        if wanted != before and not may_follow(before, wanted=wanted):
            ways = ", ".join(sorted(FOLLOWERS[before]))
            words = _("This edition is %(state)s. From there it can become: %(ways)s.")
            raise ValidationError(words, params={"state": before, "ways": ways})
        return wanted


@admin.register(Edition)
class EditionAdmin(Audited[Edition]):
    """From here to its schedule, and to what a viewer would see."""

    called = _("edition"), _("editions")
    form = EditionForm
    list_display = ("slug", "year", "state", "first_day", "last_day", "time_zone", "pages")
    list_filter = ("state",)
    search_fields = ("slug", "texts__title")
    ordering = ("-year", "slug")
    inlines = (EditionTexts, ProgrammeInline)

    @admin.display(description=_("pages"))
    def pages(self, edition: Edition) -> str:
        """Lead to the pages of one edition."""
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse("desk:edition-schedule", args=[edition.slug]), _("Schedule"),
            reverse("desk:explain", query={"edition": edition.slug}), _("Explain"),
        )  # fmt: skip


@admin.register(Programme)
class ProgrammeAdmin(Audited[Programme]):
    called = _("programme"), _("programmes")
    list_display = ("slug", "edition", "position")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    search_fields = ("slug", "edition__slug", "texts__title")
    autocomplete_fields = ("edition",)
    ordering = ("-edition__year", "edition", "position", "pk")
    inlines = (ProgrammeTexts,)
