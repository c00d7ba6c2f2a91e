"""What is typed and ticked to take a film back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Film, Level, Person

TYPED_LENGTH = 80
WORDS = {
    Level.PAUSE: _("Pause: it stops playing"),
    Level.HIDE: _("Hide: it stops playing, and nothing here names it"),
}


class WithdrawForm(forms.Form):
    """How far, who else, and a yes."""

    level = forms.ChoiceField(label=_("How far?"), choices=WORDS.items(), widget=forms.RadioSelect)
    people = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Take these names out everywhere, of other films too (with Hide)"),
    )
    confirmed = forms.BooleanField(
        label_suffix="", label=_("Yes, now. I have read what this does and what it can't do.")
    )

    def __init__(self, *args: Any, film: Film, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: Any = self.fields["people"]
        named.queryset = Person.objects.filter(credits__film=film).distinct().order_by("slug")


class CodeWordForm(forms.Form):
    """The word, and nothing about the film or about who types it."""

    code = forms.CharField(
        label=_("The word"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Dashes, spaces and small letters do not matter."),
    )
