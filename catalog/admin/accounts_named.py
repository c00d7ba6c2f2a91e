"""An account that staff name by its public id: a list to choose from would be a directory."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.models import User


class NamedAccount(forms.ModelForm[Any]):
    """Of a row with a `user`, which is found by what was typed."""

    account = forms.CharField(
        label=_("account"),
        max_length=22,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("its public id, which its owner sees on her page"),
    )

    def clean_account(self) -> User:
        """Find it."""
        user = User.objects.filter(public_id=self.cleaned_data["account"]).first()
        if user is None:
            raise ValidationError(_("There is no such account."))
        self.instance.user = user
        return user
