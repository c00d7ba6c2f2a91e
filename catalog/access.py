"""May this viewer watch this screening, here and now? One pure function, used by all who ask.

The listing, the play button, the key endpoint, the page that explains a refusal and the preview of
another time or place call `decide` with facts, so they can't disagree. It gives codes;
`catalog.messages` has the words.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from catalog import windows
from catalog.areas import area_of
from catalog.refusing import denied
from catalog.rights import Rights, rights_at, use_of
from catalog.verdict import (
    Denied,
    Ending,
    FilmFacts,
    Granted,
    GrantFacts,
    OfferFacts,
    Place,
    Reason,
    Refusal,
    Remedy,
    ScreeningFacts,
    TicketFacts,
    Verdict,
    Viewer,
    is_withdrawn,
)

__all__ = [
    "Denied",
    "Ending",
    "FilmFacts",
    "GrantFacts",
    "Granted",
    "OfferFacts",
    "Place",
    "Reason",
    "Refusal",
    "Remedy",
    "ScreeningFacts",
    "TicketFacts",
    "Verdict",
    "Viewer",
    "decide",
    "decide_free_ticket",
    "is_withdrawn",
    "may_see",
]


def may_see(
    *,
    visibility: str,
    reveal_at: datetime | None,
    now: datetime,
    concealed_at: datetime | None = None,
) -> bool:
    """Tell whether lists, feeds and search may show it; `FilmQuerySet.seen_at` is the same rule.

    `concealed_at`: from then on a withdrawal keeps it out of sight, whatever else stands there.
    """
    revealed = reveal_at is None or reveal_at <= now
    return visibility == "public" and revealed and not is_withdrawn(concealed_at, now=now)


def decide(
    *,
    viewer: Viewer,
    place: Place,
    screening: ScreeningFacts,
    offers: Sequence[OfferFacts],
    tickets: Sequence[TicketFacts],
    now: datetime,
    running_since: datetime | None = None,
) -> Verdict:
    """Return the best that any of the viewer's offers gives.

    `running_since`: when the stream started that asks to go on. Of several grants the one with the
    latest `until` wins; of several denials the one nearest to a grant.
    """
    moment = windows.Moment(now=now, running_since=running_since, runtime=screening.runtime)
    always = [*_about_screening(screening), *(_about_viewer(viewer) if offers else ())]
    verdicts = [
        _decide_one(
            offer=offer,
            ticket=ticket,
            viewer=viewer,
            place=place,
            screening=screening,
            moment=moment,
            always=always,
        )
        for offer, ticket in _claims(offers, tickets if viewer.authenticated else ())
    ]
    if not verdicts:
        none = dict.fromkeys([*always, Reason.NO_OFFER])
        return denied(none, edition_state=screening.edition_state)
    return min(verdicts, key=_rank) if len(verdicts) > 1 else verdicts[0]


def decide_free_ticket(
    *,
    viewer: Viewer,
    edition_state: str,
    closes: datetime,
    free: bool,
    revoked: bool,
    now: datetime,
    sold_out: bool = False,
    withheld: bool = False,
) -> Denied | None:
    """Say why a viewer may not take a ticket by herself; None where she may.

    She may from the announcement on: the unlock period waits for the opening. `revoked`: a ticket
    was taken from her, so she may not simply take the next. `sold_out`: no seat is left to take.
    `withheld`: the film is withdrawn, so that nobody takes a ticket to what can't be shown.
    """
    reasons = list(_about_viewer(viewer))
    if not free:
        reasons.append(Reason.NO_TICKET)
    if revoked:
        reasons.append(Reason.TICKET_REVOKED)
    if edition_state not in {"announced", "open"}:
        reasons.append(Reason.EDITION_NOT_OPEN)
    if now >= closes:
        reasons.append(Reason.CLOSED)
    if withheld:
        reasons.append(Reason.NOT_SHOWN)
    if sold_out:
        reasons.append(Reason.SOLD_OUT)
    return denied(dict.fromkeys(reasons), edition_state=edition_state) if reasons else None


def _decide_one(
    *,
    offer: OfferFacts,
    ticket: TicketFacts | None,
    viewer: Viewer,
    place: Place,
    screening: ScreeningFacts,
    moment: windows.Moment,
    always: Sequence[Reason],
) -> Verdict:
    """Decide by one offer and one ticket, or none."""
    rights = _rights(screening, offer, place, moment.now)
    reasons: dict[Reason, datetime | None] = dict.fromkeys(always)
    reasons |= dict.fromkeys(_about_ticket(viewer, ticket))
    reasons |= dict.fromkeys(_about_place(offer, place))
    reasons |= dict.fromkeys(windows.refusals(offer, ticket, moment))
    reasons |= rights.refusals
    if Reason.NOT_OPEN_YET in reasons:
        reasons[Reason.NOT_OPEN_YET] = offer.opens
    if reasons or ticket is None or rights.until is None:
        return denied(reasons, edition_state=screening.edition_state)
    return _granted(offer, ticket, moment, rights_end=rights.until)


def _rights(screening: ScreeningFacts, offer: OfferFacts, place: Place, now: datetime) -> Rights:
    """Ask the films' makers. Where there is no film to ask for, `not_ready` has said so."""
    if not screening.films and not screening.publishable:
        return Rights()
    return rights_at(
        screening.films, use=use_of(offer.audience), place=place, now=now, closes=offer.closes
    )


def _granted(
    offer: OfferFacts, ticket: TicketFacts, moment: windows.Moment, *, rights_end: datetime
) -> Granted:
    """A rights end is hard, whatever the offer and an extension say."""
    until = min(windows.until(offer, ticket, moment), rights_end)
    left = until - (moment.running_since or moment.now)
    short = moment.runtime is not None and left < moment.runtime
    ending = Ending.RIGHTS_END if until == rights_end else windows.ending(offer, until)
    return Granted(
        offer_id=offer.offer_id,
        ticket_id=ticket.ticket_id,
        until=until,
        starts_watch_period=ticket.started_at is None,
        cut_short=ending if short else None,
        audience=offer.audience,
        watch_until=windows.watch_ends(offer, ticket, moment),
        closes_at=windows.hard_end(offer, rights_end),
    )


def _claims(
    offers: Sequence[OfferFacts], tickets: Sequence[TicketFacts]
) -> Iterator[tuple[OfferFacts, TicketFacts | None]]:
    """Yield the offers that concern the viewer: hers by ticket, and the public ones."""
    for offer in offers:
        held = [ticket for ticket in tickets if ticket.offer_id == offer.offer_id]
        valid = [ticket for ticket in held if not ticket.revoked]
        if held:
            yield from ((offer, ticket) for ticket in valid or held[:1])
        elif offer.audience == "public":
            yield offer, None


def _about_viewer(viewer: Viewer) -> Iterator[Reason]:
    if not viewer.authenticated:
        yield Reason.NOT_AUTHENTICATED
    elif not viewer.confirmed:
        yield Reason.UNCONFIRMED


def _about_ticket(viewer: Viewer, ticket: TicketFacts | None) -> Iterator[Reason]:
    """Of somebody who is not logged in, it is not known that she has no ticket."""
    if ticket is None and viewer.authenticated:
        yield Reason.NO_TICKET
    if ticket is not None and ticket.revoked:
        yield Reason.TICKET_REVOKED


def _about_screening(screening: ScreeningFacts) -> Iterator[Reason]:
    if screening.edition_state != "open":
        yield Reason.EDITION_NOT_OPEN
    if screening.withheld:
        yield Reason.NOT_SHOWN
    elif not screening.publishable:
        yield Reason.NOT_READY


def _about_place(offer: OfferFacts, place: Place) -> Iterator[Reason]:
    if offer.network_policy == "refuse_anonymous" and place.network == "anonymous":
        yield Reason.ANONYMOUS_NETWORK
    inside = area_of(offer.territory_rule, offer.territories).holds(place)
    if inside is None:
        yield Reason.UNKNOWN_PLACE
    elif not inside:
        yield Reason.WRONG_TERRITORY


def _rank(verdict: Verdict) -> tuple[float, ...]:
    """Smallest is best."""
    if isinstance(verdict, Granted):
        return (0, -verdict.until.timestamp(), verdict.starts_watch_period, verdict.ticket_id)
    retries = [refusal.retry_at.timestamp() for refusal in verdict.reasons if refusal.retry_at]
    hopeless = sum(refusal.remedy is None for refusal in verdict.reasons)
    return (len(verdict.reasons), min(retries, default=float("inf")), hopeless)
