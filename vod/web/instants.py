"""Instants in the words of a page: in the zone that staff entered them in, which is named."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as django_format
from django.utils.translation import gettext, pgettext

FAR_YEAR = 9000  # no end: the decision says so with the last instant there is


def in_words(instant: datetime, *, zone: str) -> str:
    """Like "28 Nov 2026, 20:00 (Europe/Berlin)"."""
    # Translators: Django's date format; in English it gives "28 Nov 2026, 20:00".
    style = pgettext("date format", "j M Y, H:i")
    words = {"instant": django_format(instant.astimezone(ZoneInfo(zone)), style), "zone": zone}
    return gettext("%(instant)s (%(zone)s)") % words


def is_far(instant: datetime) -> bool:
    """Nobody wants to read that a stream may run until the year 9999."""
    return instant.year >= FAR_YEAR
