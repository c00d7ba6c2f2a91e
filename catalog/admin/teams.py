"""Who works on a film here: taken in by a link, or by staff who know the account's id."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.admin.accounts_named import NamedAccount
from catalog.models import Film, FilmTeam
from vod.staff.base import Tabular


class MemberForm(NamedAccount):
    class Meta:
        model = FilmTeam
        fields = ("role",)


class TeamInline(Tabular[FilmTeam, Film]):
    """Put on and taken off, never changed: each is a line of the audit log."""

    model = FilmTeam
    form = MemberForm
    fields = ("account", "role")
    tab = True
    verbose_name, verbose_name_plural = _("team member"), _("team")

    @admin.display(description=_("account"))
    def account(self, member: FilmTeam) -> str:
        """The public id of who is on it."""
        return member.user.public_id

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See above."""
        return False
