"""What the desk fills in to help."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget as Select
from unfold.widgets import UnfoldAdminTextareaWidget as Area

from catalog.models import Audience, Offer, Screening
from catalog.schedule import NoSuchTime, instant_of
from catalog.serializers.support import LONGEST_ANSWER
from catalog.services.desk import Prepared
from vod.web.desk.forms import LocalTime
from vod.web.desk.words import AUDIENCES

MINUTES = "%Y-%m-%dT%H:%M"
USUAL = timedelta(hours=24)


class TicketForm(forms.Form):
    """To which offer a ticket is given: the one to staff comes first, where there is one."""

    offer = forms.ChoiceField(label=_("Ticket to"), widget=Select)

    def __init__(self, *args: Any, screening: Screening | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = list(screening.offers.order_by("window", "pk")) if screening is not None else []
        offers.sort(key=lambda offer: offer.audience != Audience.STAFF)
        self.fields["offer"].choices = [  # type: ignore[attr-defined]
            (offer.public_id, _offer(offer)) for offer in offers
        ]


class ExtendForm(forms.Form):
    """Until when, in the reader's zone."""

    until = forms.CharField(label=_("May watch until"), widget=LocalTime)

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        usual = (now + USUAL).astimezone(zone).strftime(MINUTES)
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["until"].initial = usual
        self.fields["until"].help_text = _("in %(zone)s") % {"zone": zone.key}

    def clean(self) -> dict[str, Any]:
        """Take the wall time in its zone."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            data["instant"] = instant_of(data.get("until", ""), time_zone=self.zone.key)
        except (NoSuchTime, ValueError):
            self.add_error("until", _("There is no such time in this zone."))
        return data


class AnswerForm(forms.Form):
    """A canned answer, or words of one's own."""

    canned = forms.ChoiceField(label=_("Canned answer"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=Area(attrs={"rows": 4}),
        help_text=_("Name no film and no person: whoever holds the code can read it."),
    )

    def __init__(self, *args: Any, prepared: Sequence[Prepared], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepared = prepared
        self.fields["canned"].choices = [(each.slug, _label(each)) for each in prepared]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take one of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("canned")) == bool(data.get("text")):
            raise ValidationError(_("Choose a canned answer, or write one."))
        return data


def _offer(offer: Offer) -> str:
    """Short enough for the list: wall times of its zone, without their year."""
    opens, closes = (
        wall.partition("-")[2].replace("T", " ") for wall in (offer.opens_local, offer.closes_local)
    )
    return f"{AUDIENCES[offer.audience]}, {opens} – {closes}"  # noqa: RUF001


def _label(answer: Prepared) -> str:
    """What the sender reads; below it what the viewer will, where she reads another language."""
    if answer.meaning == answer.text:
        return answer.text
    return format_html("{}<br><small>{}</small>", answer.meaning, answer.text)
