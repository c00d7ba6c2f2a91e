"""What people say of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = (
    ("", _("As the page was when it was asked for")),
    ("en", "English"),
    ("zh-Hans", "中文"),
)


class ProfileForm(forms.Form):
    """Pseudonym and language; both may stay empty."""

    pseudonym = forms.CharField(
        label=_("Pseudonym"),
        max_length=80,
        required=False,
        help_text=_("What the teams you work with see. It need not be your name."),
    )
    language = forms.ChoiceField(
        label=_("Language of our mails"), choices=LANGUAGES, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
