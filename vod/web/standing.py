"""How a screening stands with a viewer: the verdict in a few words, and in all of them.

The decision puts first what a viewer can do at once. A list tells the farthest obstacle instead: to
be asked to log in for a screening that is over would waste the reader's time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.messages import describe
from catalog.models import Screening
from catalog.verdict import Denied, Ending, Granted, Reason, Refusal, Remedy, Verdict
from vod.web.instants import in_words, is_far

SHORT: dict[Reason, Promise] = {
    Reason.NOT_AUTHENTICATED: _("Open: log in to watch"),
    Reason.UNCONFIRMED: _("Open: confirm your account to watch"),
    Reason.NO_TICKET: _("Open: get a ticket to watch"),
    Reason.NOT_OPEN_YET: _("Not open yet"),
    Reason.EDITION_NOT_OPEN: _("The exhibition is not open at the moment"),
    Reason.NOT_READY: _("Not ready yet"),
    Reason.NO_RIGHTS: _("Not shown at present: its makers' permission is missing"),
    Reason.ANONYMOUS_NETWORK: _("Not shown over VPNs or anonymous networks"),
    Reason.UNKNOWN_PLACE: _("Shown in certain places only"),
    Reason.WRONG_TERRITORY: _("Not shown where you are"),
    Reason.TICKET_REVOKED: _("Your ticket was cancelled"),
    Reason.UNLOCK_EXPIRED: _("Your time to start has passed"),
    Reason.WATCH_EXPIRED: _("Your time to watch has passed"),
    Reason.CLOSED: _("Over"),
    Reason.SOLD_OUT: _("Every ticket is taken"),
    Reason.NOT_SHOWN: _("Not shown at present"),
    Reason.NO_OFFER: _("Not shown at present"),
}
CUT_SHORT: dict[Ending, Promise] = {
    Ending.CLOSING: _("The screening closes on %(instant)s, before the film would end."),
    Ending.RIGHTS_END: _("The rights to the film end on %(instant)s, before it would."),
    Ending.WATCH_END: _("Your time to watch ends on %(instant)s, before the film would."),
}
FARTHEST_FIRST = (None, Remedy.CHANGE_PLACE, Remedy.WAIT, Remedy.GET_TICKET, Remedy.CONFIRM)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A verdict in a line."""

    granted: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """A reason in full, with what can be done about it (`Remedy`, or empty)."""

    words: str
    remedy: str


def standing(verdict: Verdict, screening: Screening) -> Standing:
    """The verdict in a line; the screening's offers and edition are loaded."""
    if verdict:
        return Standing(granted=True, words=_granted(verdict, screening))
    farthest = _farthest(verdict)
    if farthest.reason == Reason.NOT_OPEN_YET and farthest.retry_at is not None:
        opens = in_words(farthest.retry_at, zone=_zone(screening, farthest))
        return Standing(granted=False, words=gettext("Opens %(instant)s") % {"instant": opens})
    return Standing(granted=False, words=str(SHORT[farthest.reason]))


def obstacles(denied: Denied, screening: Screening, *, language: str | None) -> Sequence[Obstacle]:
    """Every reason, the one that the viewer can do most about first."""
    return [
        Obstacle(words=_in_full(refusal, screening, language=language), remedy=refusal.remedy or "")
        for refusal in denied.reasons
    ]


def until_words(granted: Granted, screening: Screening) -> str:
    """Until when the film may be watched; empty where there is no end."""
    if is_far(granted.until):
        return ""
    instant = _in_its_zone(granted, screening)
    return gettext("You can watch it until %(instant)s") % {"instant": instant}


def cut_short_words(granted: Granted, screening: Screening) -> str:
    """What will cut the film short that is begun now; empty where nothing will."""
    if granted.cut_short is None:
        return ""
    return str(CUT_SHORT[granted.cut_short]) % {"instant": _in_its_zone(granted, screening)}


def watch_period_words(granted: Granted, screening: Screening) -> str:
    """What begins with the film, told before it does; empty where it has begun or there is none."""
    offer = next((each for each in screening.offers.all() if each.pk == granted.offer_id), None)
    if not granted.starts_watch_period or offer is None or offer.watch is None:
        return ""
    hours = round(offer.watch / timedelta(hours=1))
    words = ngettext(
        "Your %(hours)s hour to watch begins after about three minutes of film.",
        "Your %(hours)s hours to watch begin after about three minutes of film.",
        hours,
    )
    return words % {"hours": hours}


def _in_its_zone(granted: Granted, screening: Screening) -> str:
    zones = {offer.pk: offer.time_zone for offer in screening.offers.all()}
    return in_words(granted.until, zone=zones.get(granted.offer_id, screening.edition.time_zone))


def _granted(granted: Granted, screening: Screening) -> str:
    return until_words(granted, screening) or gettext("You can watch it now")


def _farthest(denied: Denied) -> Refusal:
    def nearness(refusal: Refusal) -> int:
        known = refusal.remedy in FARTHEST_FIRST
        return FARTHEST_FIRST.index(refusal.remedy) if known else len(FARTHEST_FIRST)

    return min(denied.reasons, key=nearness)


def _in_full(refusal: Refusal, screening: Screening, *, language: str | None) -> str:
    if refusal.reason == Reason.NOT_OPEN_YET and refusal.retry_at is not None:
        opens = in_words(refusal.retry_at, zone=_zone(screening, refusal))
        return gettext("This screening opens on %(instant)s.") % {"instant": opens}
    return describe(refusal, language=language)


def _zone(screening: Screening, refusal: Refusal) -> str:
    """The zone of the offer that opens then."""
    for offer in screening.offers.all():
        if offer.window.lower == refusal.retry_at:
            return offer.time_zone
    return screening.edition.time_zone
