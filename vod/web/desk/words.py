"""Words of the desk's pages: audiences, uses, parts of the world, stretches of time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as django_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from catalog.areas import Area
from catalog.explain import area_json
from catalog.models import Audience, Screening, Use
from catalog.verdict import BEGINNING, FOREVER
from vod.web import labels
from vod.web.texts import pick

AUDIENCES: dict[str, Promise] = {
    Audience.PUBLIC: gettext_lazy("Public"),
    Audience.PRESS: gettext_lazy("Press"),
    Audience.JURY: gettext_lazy("Jury"),
    Audience.INDUSTRY: gettext_lazy("Industry"),
    Audience.SCHOOL: gettext_lazy("Schools"),
    Audience.STAFF: gettext_lazy("Staff"),
}
USES: dict[str, Promise] = {
    Use.PUBLIC: gettext_lazy("public use"),
    Use.PRESS: gettext_lazy("press use"),
    Use.INSTITUTION: gettext_lazy("institutional use"),
    Use.ARCHIVE: gettext_lazy("archive use"),
    Use.CLIPS: gettext_lazy("clips"),
}


def at(instant: datetime, zone: ZoneInfo) -> str:
    """An instant in a zone that the page names once."""
    # Translators: Django's date format; in English it gives "28 Nov 2026, 20:00".
    style = pgettext("date format", "j M Y, H:i")
    return str(django_format(instant.astimezone(zone), style))


def stretch(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """From when until when; an open end is called so."""
    since = _("ever") if begins == BEGINNING else at(begins, zone)
    until = _("no end") if ends == FOREVER else at(ends, zone)
    return f"{since} – {until}"  # noqa: RUF001 - an en dash, as between dates


def where(area: Area) -> str:
    """A part of the world."""
    told = area_json(area)
    codes = labels.joined(told["territories"])
    if told["rule"] == "allow":
        return _("in %(codes)s") % {"codes": codes}
    if told["rule"] == "deny":
        return _("everywhere but in %(codes)s") % {"codes": codes}
    return _("everywhere") if told["rule"] == "everywhere" else _("nowhere")


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
