"""What comes by mail."""

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vod.outbox.kinds import OPTIONAL, Kind

LABELS: Final[dict[Kind, Promise]] = {
    Kind.TICKET: _("A ticket is yours"),
    Kind.REMINDER: _("Something opens soon"),
    Kind.CHANGE: _("Times have changed"),
    Kind.CANCELLATION: _("A ticket was cancelled"),
    Kind.TRANSCODE_FINISHED: _("An upload is ready"),
    Kind.TRANSCODE_REFUSED: _("An upload needs attention"),
    Kind.WITHDRAWAL: _("Something is not shown any more"),
    Kind.DESK_ANSWER: _("The desk has answered"),
}


class MailChoiceForm(forms.Form):
    """A box for each kind."""

    kinds = forms.MultipleChoiceField(
        label=_("Send me mail when"),
        choices=[(kind.value, LABELS[kind]) for kind in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
