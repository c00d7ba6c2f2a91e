"""Canned answers of the desk, for staff."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.audited import Audited
from catalog.admin.words import Texts
from catalog.models import CannedAnswer, CannedAnswerText


class CannedTexts(Texts[CannedAnswerText, CannedAnswer]):
    model = CannedAnswerText


@admin.register(CannedAnswer)
class CannedAnswerAdmin(Audited[CannedAnswer]):
    """What the desk says often, in each language; in English at least."""

    called = _("canned answer"), _("canned answers")
    list_display = ("slug", "sent_with", "position")
    list_filter = ("sent_with",)
    search_fields = ("slug", "texts__text")
    ordering = ("position", "slug")
    inlines = (CannedTexts,)
