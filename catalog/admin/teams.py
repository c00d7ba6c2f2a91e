"""Who works on a film here: taken in by a link, or by staff who know the account's id."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.models import User
from catalog.models import Film, FilmTeam
from vod.staff.base import Tabular


class MemberForm(forms.ModelForm[FilmTeam]):
    """An account by its public id: a list to choose from would be a directory."""

    account = forms.CharField(
        label=_("account"), max_length=22, widget=UnfoldAdminTextInputWidget,
        help_text=_("its public id, which its owner sees on her page"),
    )  # fmt: skip

    class Meta:
        model = FilmTeam
        fields = ("role",)

    def clean_account(self) -> str:
        """Find it."""
        public_id = str(self.cleaned_data["account"])
        user = User.objects.filter(public_id=public_id).first()
        if user is None:
            raise ValidationError(_("There is no such account."))
        self.instance.user = user
        return public_id


class TeamInline(Tabular[FilmTeam, Film]):
    """Put on and taken off, never changed: each is a line of the audit log."""

    model = FilmTeam
    form = MemberForm
    fields = ("account", "role")
    tab = True
    verbose_name, verbose_name_plural = _("team member"), _("team")

    def account(self, member: FilmTeam) -> str:
        """The public id of who is on it."""
        return member.user.public_id

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See above."""
        return False
