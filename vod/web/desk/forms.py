"""What is asked on the page that explains."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext
from unfold.widgets import UnfoldAdminSelectWidget as Select
from unfold.widgets import UnfoldAdminTextInputWidget as Text

from catalog.iso import exists
from catalog.models import AccreditationKind, Edition, Offer, PassKind, Screening
from catalog.schedule import NoSuchTime, instant_of
from catalog.services import Pretended
from catalog.verdict import Place
from vod.web.desk.words import AUDIENCES

KINDS = (
    ("anonymous", _("not logged in")),
    ("unconfirmed", _("logged in, not confirmed")),
    ("confirmed", _("logged in and confirmed")),
    ("ticket_holder", _("with a ticket")),
    ("pass_holder", _("with a pass")),
    ("accredited", _("accredited")),
)
NEEDS = {"ticket_holder": "offer", "pass_holder": "pass_kind", "accredited": "accreditation"}
NETWORKS = (
    ("ordinary", _("ordinary")),
    ("anonymous", _("anonymous")),
    ("unknown", _("unknown")),
)


class LocalTime(Text):  # type: ignore[misc]  # Unfold ships no types
    """The browser's own field for a date with a time."""

    input_type = "datetime-local"


class ExplainForm(forms.Form):
    """An edition, a kind of viewer, an instant and a place."""

    edition: Any = forms.ModelChoiceField(
        Edition.objects.order_by("-year", "-pk"),
        to_field_name="slug",
        label=_("Edition"),
        widget=Select,
    )
    screening: Any = forms.ModelChoiceField(
        Screening.objects.none(),
        label=pgettext("staff", "Screening"),
        required=False,
        widget=Select,
        empty_label=_("all of them"),
    )
    kind = forms.ChoiceField(choices=KINDS, label=_("Viewer"), widget=Select)
    offer: Any = forms.ModelChoiceField(
        Offer.objects.none(), label=_("Her ticket is to"), required=False, widget=Select
    )
    pass_kind: Any = forms.ModelChoiceField(
        PassKind.objects.none(), label=_("Her pass is"), required=False, widget=Select
    )
    accreditation = forms.ChoiceField(
        choices=[("", "---------"), *((k.value, AUDIENCES[k.value]) for k in AccreditationKind)],
        label=_("She is accredited as"),
        required=False,
        widget=Select,
    )
    at = forms.CharField(label=_("At"), widget=LocalTime)
    zone = forms.ChoiceField(
        choices=[(name, name) for name in sorted(available_timezones())],
        label=_("in the time zone"),
        widget=Select,
    )
    country = forms.CharField(
        label=_("Country"), required=False, max_length=2, widget=Text,
        help_text=_("ISO 3166-1, like FR; empty: the place is unknown"),
    )  # fmt: skip
    region = forms.CharField(
        label=_("Region"), required=False, max_length=6, widget=Text,
        help_text=_("ISO 3166-2, like US-CA"),
    )  # fmt: skip
    network = forms.ChoiceField(choices=NETWORKS, label=_("Network"), widget=Select)

    def __init__(self, *args: Any, edition: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edition is not None:
            offers = Offer.objects.filter(screening__edition=edition).select_related("screening")
            self.fields["screening"].queryset = edition.screenings.in_order()  # type: ignore[attr-defined]
            self.fields["offer"].queryset = offers.order_by("screening", "pk")  # type: ignore[attr-defined]
            self.fields["offer"].label_from_instance = _named  # type: ignore[attr-defined]
            kinds = edition.pass_kinds.prefetch_related("programmes").order_by("slug")
            self.fields["pass_kind"].queryset = kinds  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        """A code that exists."""
        code = str(self.cleaned_data["country"]).upper()
        if code and ("-" in code or not exists(code)):
            raise ValidationError(_("There is no such country."))
        return code

    def clean(self) -> dict[str, Any]:
        """Take the wall time in its zone, a region in its country, and what the kind needs."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        region = str(data.get("region") or "").upper()
        inside = region.startswith(f"{data.get('country')}-") and exists(region)
        if region and not inside:
            self.add_error("region", _("This region is not in that country."))
        needed = NEEDS.get(data.get("kind", ""))
        if needed and not data.get(needed):
            self.add_error(needed, _("This kind of viewer needs it."))
        if data.get("at") and data.get("zone"):
            try:
                data["instant"] = instant_of(data["at"], time_zone=data["zone"])
            except (NoSuchTime, ValueError):
                self.add_error("at", _("There is no such time in this zone."))
        return data | {"region": region}

    def viewer(self) -> Pretended:
        """The viewer who is asked about."""
        kind = self.cleaned_data["kind"]
        needed = NEEDS.get(kind)
        return Pretended(kind=kind, **({needed: self.cleaned_data[needed]} if needed else {}))

    def place(self) -> Place:
        """The place that is asked about."""
        asked = self.cleaned_data
        return Place(
            country=asked["country"] or None,
            region=asked["region"] or None,
            network=asked["network"],
        )

    def instant(self) -> datetime:
        """The instant that is asked about."""
        found: datetime = self.cleaned_data["instant"]
        return found


class CodeForm(forms.Form):
    """What a viewer has read out."""

    code = forms.CharField(label=_("Support code"), max_length=32, widget=Text)


def _named(offer: Any) -> str:
    return f"{offer.screening}: {AUDIENCES[offer.audience]}, {offer.opens_local}"
