"""Choosing the zone in which times are shown to oneself."""

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from vod.staff.zone import KEY, zone_of
from vod.web.desk.doors import desk_page, shown


class ZoneForm(forms.Form):
    """One of the IANA zones."""

    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in sorted(available_timezones())],
        widget=UnfoldAdminSelectWidget,
    )


@desk_page(permission="")
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the log-in."""
    form = ZoneForm(request.POST or None, initial={"zone": zone_of(request).key})
    if request.method == "POST" and form.is_valid():
        request.session[KEY] = form.cleaned_data["zone"]
        return HttpResponseRedirect(reverse("admin:index"))
    return shown(request, "web/desk/zone.html", title=_("Time zone"), context={"form": form})
