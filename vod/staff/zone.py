"""In which zone the staff's site writes and reads times: chosen by each, kept with the log-in."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest

KEY = "staff_zone"


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The chosen zone; UTC where none was chosen."""
    return ZoneInfo(request.session.get(KEY, "UTC"))
