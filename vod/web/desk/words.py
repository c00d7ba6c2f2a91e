"""Words of the desk's pages: audiences, uses, parts of the world, stretches of time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as django_format
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.areas import Area
from catalog.explain import area_json
from catalog.models import Audience, Screening, Use
from catalog.verdict import BEGINNING, FOREVER
from vod.web import labels
from vod.web.texts import pick

AUDIENCES: dict[str, Promise] = {
    Audience.PUBLIC: _("Public"),
    Audience.PRESS: _("Press"),
    Audience.JURY: _("Jury"),
    Audience.INDUSTRY: _("Industry"),
    Audience.SCHOOL: _("Schools"),
    Audience.STAFF: _("Staff"),
}
USES: dict[str, Promise] = {
    Use.PUBLIC: _("public use"),
    Use.PRESS: _("press use"),
    Use.INSTITUTION: _("institutional use"),
    Use.ARCHIVE: _("archive use"),
    Use.CLIPS: _("clips"),
}


def at(instant: datetime, zone: ZoneInfo) -> str:
    """An instant in a zone that the page names once."""
    # Translators: Django's date format; in English it gives "28 Nov 2026, 20:00".
    style = pgettext("date format", "j M Y, H:i")
    return str(django_format(instant.astimezone(zone), style))


def stretch(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """From when until when; an open end is called so."""
    since = gettext("ever") if begins == BEGINNING else at(begins, zone)
    until = gettext("no end") if ends == FOREVER else at(ends, zone)
    return f"{since} – {until}"  # noqa: RUF001 - an en dash, as between dates


def where(area: Area) -> str:
    """A part of the world."""
    told = area_json(area)
    codes = labels.joined(told["territories"])
    if told["rule"] == "allow":
        return gettext("in %(codes)s") % {"codes": codes}
    if told["rule"] == "deny":
        return gettext("everywhere but in %(codes)s") % {"codes": codes}
    return gettext("everywhere") if told["rule"] == "everywhere" else gettext("nowhere")


def titles_of_films(screening: Screening, *, language: str | None) -> dict[str, str]:
    """The titles of a screening's films by slug, in their order; `items` are loaded."""
    titles = {}
    for item in screening.items.all():
        film = item.version.film
        text = pick(film.texts.all(), language=language)
        titles[film.slug] = text.title if text else film.slug
    return titles


def title_of(screening: Screening, *, language: str | None) -> str:
    """A screening's own title, or those of its films."""
    own = pick(screening.texts.all(), language=language)
    if own is not None and own.title:
        return own.title
    films = titles_of_films(screening, language=language)
    return labels.joined(films.values()) or str(screening)
