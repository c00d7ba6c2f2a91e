"""What people type into these pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import AccreditationKind, BookingMode, Edition, Organisation
from vod.web import labels

TYPED_LENGTH = 80
MOST_WORDS = 4000
MOST_SEATS = 1000


class CodeForm(forms.Form):
    """A code; and the terms, of who has no account yet."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("As it is printed; dashes, spaces and small letters do not matter."),
    )
    accept_terms = forms.BooleanField(
        required=False,
        label_suffix="",
        label=_("I accept the terms: films are for watching here, not for copying or passing on."),
    )

    def __init__(self, *args: Any, newcomer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not newcomer:
            del self.fields["accept_terms"]


class RedeemForm(CodeForm):
    """With the choice of an offer, where a voucher is for several."""

    offer = forms.ChoiceField(required=False, label=_("Which screening?"))

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(choices)
        if not offered:
            del self.fields["offer"]
        else:
            self.fields["offer"].choices = offered  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """A return code."""

    code = forms.CharField(
        label=_("Your return code"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class AnswerForm(forms.Form):
    """A code that was made for the desk."""

    code = forms.CharField(
        label=_("Your code for the desk"),
        max_length=TYPED_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=_("As it was shown; dashes, spaces and small letters do not matter."),
    )


class ApplyForm(forms.Form):
    """An application."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(label=_("As"), choices=list(labels.ACCREDITATIONS.items()))
    statement = forms.CharField(
        label=_("For whom you work, and where we can see it"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_kind(self) -> AccreditationKind:
        """The kind as the catalogue knows it."""
        return AccreditationKind(self.cleaned_data["kind"])


class BookForm(forms.Form):
    """A booking."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For"),
        to_field_name="public_id",
        empty_label=None,
    )
    offer = forms.ChoiceField(label=_("Screening"))
    mode = forms.ChoiceField(label=_("How"), choices=list(labels.BOOKINGS.items()))
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_SEATS)

    def clean_mode(self) -> BookingMode:
        """The mode as the catalogue knows it."""
        return BookingMode(self.cleaned_data["mode"])


class HeadcountForm(forms.Form):
    """How many came."""

    headcount = forms.IntegerField(min_value=0, max_value=2**15 - 1)
