"""In which zone the staff's site writes and reads times: chosen by each, kept with the log-in."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

KEY = "staff_zone"
PATH = "/admin/"


class StaffZone:
    """Middleware: on the staff's site, times are in the zone that its user has chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in her zone; it is forgotten afterwards, as a thread serves many."""
        if not request.path.startswith(PATH):
            return self.get_response(request)
        with timezone.override(zone_of(request)):
            return self.get_response(request)


class ZoneForm(forms.Form):
    """One of the IANA zones."""

    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(name, name) for name in sorted(available_timezones())],
        widget=UnfoldAdminSelectWidget,
    )


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The chosen zone; UTC where none was chosen."""
    return ZoneInfo(request.session.get(KEY, "UTC"))


def choose(request: HttpRequest) -> HttpResponse:
    """Let staff choose."""
    from django.contrib import admin

    form = ZoneForm(request.POST or None, initial={"zone": zone_of(request).key})
    if request.method == "POST" and form.is_valid():
        request.session[KEY] = form.cleaned_data["zone"]
        return HttpResponseRedirect(reverse("admin:index"))
    context = {**admin.site.each_context(request), "title": _("Time zone"), "form": form}
    return render(request, "staff/zone.html", context)
