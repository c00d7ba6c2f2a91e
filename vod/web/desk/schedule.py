"""The schedule of an edition: offers as bars over time, rights beneath, conflicts in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as django_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.models import Edition
from catalog.services import PlannedScreening
from catalog.timeline import WEEK_DAYS, Zoom, axis_of, ticks
from vod.web.desk.doors import desk_page, shown
from vod.web.desk.drawing import Sheet, instant_label, percent, strands
from vod.web.desk.words import AUDIENCES

VIEWING = "catalog.view_edition"
TITLES = {Zoom.EDITION: _("Whole edition"), Zoom.DAYS: _("Week"), Zoom.HOURS: _("Day")}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What part of an edition is looked at; the days are the edition's own."""

    zoom: Zoom
    start: date
    first: date
    last: date


@desk_page(permission=VIEWING)
def newest(request: HttpRequest) -> HttpResponse:
    """Go to the newest edition."""
    edition = Edition.objects.order_by("-year", "-pk").first()
    if edition is None:
        return HttpResponseRedirect(reverse("admin:catalog_edition_changelist"))
    return HttpResponseRedirect(reverse("desk:edition-schedule", args=[edition.slug]))


@desk_page(permission=VIEWING)
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one edition's schedule."""
    edition = get_object_or_404(Edition, slug=slug)
    now, zone = timezone.now(), ZoneInfo(edition.time_zone)
    planned = services.timetable(edition=edition)
    seen = _seen(request.GET, edition, planned, today=now.astimezone(zone).date())
    axis = axis_of(seen.zoom, first=seen.first, last=seen.last, start=seen.start, zone=zone)
    sheet = Sheet(axis=axis, zone=zone, language=get_language())
    context = {
        "edition": edition,
        "editions": Edition.objects.order_by("-year", "-pk"),
        "strands": strands(planned, sheet),
        "axis": axis,
        "ticks": [
            {
                "x": percent(tick.left),
                "label": _tick(tick.at, seen.zoom, zone) if tick.named else "",
            }
            for tick in ticks(axis, seen.zoom, zone)
        ],
        "now": percent(axis.share(now)) if axis.holds(now) else "",
        "now_words": instant_label(now, sheet),
        "audiences": AUDIENCES.items(),
        "zooms": _zooms(seen),
        "steps": _steps(seen),
        "is_fullwidth": "1",
    }
    return shown(request, "web/desk/schedule.html", title=_("Schedule"), context=context)


def _seen(
    asked: QueryDict, edition: Edition, planned: Sequence[PlannedScreening], *, today: date
) -> Seen:
    """Read the address; what it does not say, or says badly, is the whole edition."""
    zone = ZoneInfo(edition.time_zone)
    windows = [p.offer.window for each in planned for p in each.offers]
    opens = [window.lower.astimezone(zone).date() for window in windows]
    closes = [(window.upper - timedelta.resolution).astimezone(zone).date() for window in windows]
    first = min([*opens, *([edition.first_day] if edition.first_day else [])], default=today)
    last = max([*closes, *([edition.last_day] if edition.last_day else [])], default=today)
    named = str(asked.get("zoom", ""))
    zoom = Zoom(named) if named in set(Zoom) else Zoom.EDITION
    start = _day(asked.get("from", "")) or (today if first <= today <= last else first)
    return Seen(zoom=zoom, start=start, first=first, last=max(first, last))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _zooms(seen: Seen) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "query": f"?zoom={zoom}&from={seen.start}",
            "current": zoom is seen.zoom,
        }
        for zoom, title in TITLES.items()
    ]


def _steps(seen: Seen) -> list[dict[str, Any]]:
    """To what is before and after; the whole edition has neither."""
    if seen.zoom is Zoom.EDITION:
        return []
    days = timedelta(days=WEEK_DAYS if seen.zoom is Zoom.DAYS else 1)
    return [
        {"title": _("Earlier"), "query": f"?zoom={seen.zoom}&from={seen.start - days}"},
        {"title": _("Later"), "query": f"?zoom={seen.zoom}&from={seen.start + days}"},
    ]


def _tick(instant: datetime, zoom: Zoom, zone: ZoneInfo) -> str:
    if zoom is Zoom.HOURS:
        return f"{instant.astimezone(zone):%H:%M}"
    # Translators: Django's date format above the days of the schedule; in English "20 Nov".
    return str(django_format(instant.astimezone(zone), pgettext("date format", "j M")))
