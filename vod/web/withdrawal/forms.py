"""What is typed and ticked to take a film back."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.models import Film, Level, Person
from vod.web.texts import pick

TYPED_LENGTH = 80
WORDS = {
    Level.PAUSE: _("Pause: it stops playing"),
    Level.HIDE: _("Hide: it stops playing, and nothing here names it"),
    Level.ERASE: _("Erase: it is destroyed, for good"),
}


class Names(forms.ModelMultipleChoiceField[Person]):
    """People by the name that the reader can best read."""

    def label_from_instance(self, obj: Person) -> str:
        """A name, or the slug of whoever has none."""
        name = pick(obj.names.all(), language=get_language())
        return name.name if name is not None else obj.slug


class WithdrawForm(forms.Form):
    """How far, who else, and a yes."""

    level = forms.ChoiceField(
        label=_("How far?"), label_suffix="", choices=WORDS.items(), widget=forms.RadioSelect
    )
    people = Names(
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Take these names out everywhere, of other films too (with Hide and Erase)"),
    )
    address = forms.SlugField(
        required=False,
        label=_("To erase, type the film's address"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    confirmed = forms.BooleanField(
        label_suffix="", label=_("Yes, now. I have read what this does and what it can't do.")
    )

    def __init__(self, *args: Any, film: Film, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._film = film
        self.fields["address"].help_text = film.slug
        named: Any = self.fields["people"]
        people = Person.objects.filter(credits__film=film).distinct()
        named.queryset = people.prefetch_related("names").order_by("slug")

    def clean(self) -> dict[str, Any]:
        """Let nobody erase by a slip."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("level") == Level.ERASE and data.get("address") != self._film.slug:
            self.add_error("address", _("To erase, type the film's address: %s") % self._film.slug)
        return data


class CodeWordForm(forms.Form):
    """The word, and nothing about the film or about who types it."""

    code = forms.CharField(
        label=_("The word"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("Dashes, spaces and small letters do not matter."),
    )
