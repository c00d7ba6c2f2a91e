"""The sidebar: what the site has, by what people come for, and not by which app keeps it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Entry = tuple[Promise, str, str]  # title, symbol, model or name of a page

SECTIONS: Sequence[tuple[Promise, Sequence[Entry]]] = (
    (
        _("Edition"),
        (
            (_("Schedule"), "view_timeline", "desk:schedule"),
            (_("Editions"), "calendar_month", "catalog.edition"),
            (_("Programmes"), "view_list", "catalog.programme"),
            (_("Screenings"), "theaters", "catalog.screening"),
        ),
    ),
    (
        _("Films and people"),
        (
            (_("Films"), "movie", "catalog.film"),
            (_("Versions"), "content_copy", "catalog.filmversion"),
            (_("Stills"), "image", "catalog.still"),
            (_("People"), "group", "catalog.person"),
            (_("Themes, genres, content notes"), "sell", "catalog.term"),
        ),
    ),
    (
        _("History"),
        (
            (_("Periods"), "timeline", "catalog.period"),
            (_("Essays"), "article", "catalog.essay"),
        ),
    ),
    (
        _("Access"),
        (
            (_("Offers"), "event_available", "catalog.offer"),
            (_("Rights"), "gavel", "catalog.rightsgrant"),
            (_("Withdrawals"), "visibility_off", "catalog.withdrawal"),
            (_("Territory groups"), "public", "catalog.territorygroup"),
            (_("Explain and preview"), "help_center", "desk:explain"),
        ),
    ),
    (
        _("Tickets and vouchers"),
        (
            (_("Quotas"), "event_seat", "catalog.quota"),
            (_("Tickets"), "confirmation_number", "catalog.ticket"),
            (_("Voucher batches"), "redeem", "catalog.voucherbatch"),
            (_("Kinds of passes"), "badge", "catalog.passkind"),
            (_("Passes"), "card_membership", "catalog.pass"),
            (_("Accreditations"), "verified", "catalog.accreditation"),
            (_("Ticket shops"), "storefront", "catalog.shop"),
        ),
    ),
    (
        _("Help"),
        (
            (_("Help by code"), "support_agent", "desk:help"),
            (_("Canned answers"), "quickreply", "catalog.cannedanswer"),
        ),
    ),
    (
        _("Organisations"),
        (
            (_("Organisations"), "account_balance", "catalog.organisation"),
            (_("Bookings"), "meeting_room", "catalog.booking"),
        ),
    ),
    (
        _("Transcoding"),
        (
            (_("Masters"), "video_file", "transcoding.master"),
            (_("Steps of work"), "checklist", "transcoding.jobstep"),
            (_("Jobs"), "work", "transcoding.job"),
            (_("Publications"), "play_circle", "transcoding.publication"),
            (_("Tracks"), "graphic_eq", "transcoding.track"),
        ),
    ),
    (
        _("Audience"),
        (
            (_("Audiences of films"), "insights", "audience.audienceperiod"),
            (_("Quality of screenings"), "speed", "audience.qualityperiod"),
        ),
    ),
    (_("Accounts"), ((_("Accounts"), "person", "accounts.user"),)),
    (_("Audit"), ((_("Audit log"), "history", "accounts.auditentry"),)),
)
# Whose permission opens a page that is no list of a model.
PAGES = {
    "desk:schedule": "catalog.view_edition",
    "desk:explain": "catalog.view_edition",
    "desk:help": "catalog.help_supportcode",
}


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Sections and entries as Unfold takes them; what somebody may not see is left out."""
    return [
        {"title": title, "items": [_item(*entry) for entry in entries]}
        for title, entries in SECTIONS
    ]


def personal(request: HttpRequest) -> list[dict[str, Any]]:
    """What stands beside the log-out."""
    return [
        {"title": _("Time zone"), "link": reverse("desk:zone")},
        {"title": _("My account"), "link": reverse("account_email")},
    ]


def _item(title: Promise, symbol: str, place: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": symbol,
        "link": reverse(place if place in PAGES else _list_of(place)),
        "permission": _permitted(PAGES.get(place) or _viewing(place)),
    }


def _list_of(model: str) -> str:
    return f"admin:{model.replace('.', '_')}_changelist"


def _viewing(model: str) -> str:
    app, name = model.split(".")
    return f"{app}.view_{name}"


def _permitted(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)
