"""May this viewer watch this screening, here and now? One pure function, used by all who ask.

The listing, the play button, the key endpoint, the page that explains a refusal and the preview of
another time or place call `decide` with facts, so they can't disagree. It gives codes;
`catalog.messages` has the words.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from catalog import windows
from catalog.verdict import (
    REMEDIES,
    Denied,
    Granted,
    OfferFacts,
    Place,
    Reason,
    Refusal,
    Remedy,
    ScreeningFacts,
    TicketFacts,
    Verdict,
    Viewer,
)

__all__ = [
    "Denied",
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
    "may_see",
]


def may_see(*, visibility: str, reveal_at: datetime | None, now: datetime) -> bool:
    """Tell whether lists, feeds and search may show it; `FilmQuerySet.seen_at` is the same rule."""
    return visibility == "public" and (reveal_at is None or reveal_at <= now)


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
    state = screening.edition_state
    always = {*_about_screening(screening), *(_about_viewer(viewer) if offers else ())}
    verdicts: list[Verdict] = []
    for offer, ticket in _claims(offers, tickets if viewer.authenticated else ()):
        reasons = {
            *always,
            *_about_ticket(viewer, ticket),
            *_about_place(offer, place),
            *windows.refusals(offer, ticket, moment),
        }
        if reasons or ticket is None:
            verdicts.append(_denied(reasons, edition_state=state, opens=offer.opens))
        else:
            verdicts.append(
                Granted(
                    offer_id=offer.offer_id,
                    ticket_id=ticket.ticket_id,
                    until=windows.until(offer, ticket, moment),
                    starts_watch_period=ticket.started_at is None,
                )
            )
    if not verdicts:
        return _denied({*always, Reason.NO_OFFER}, edition_state=state)
    return min(verdicts, key=_rank)


def decide_free_ticket(
    *,
    viewer: Viewer,
    edition_state: str,
    closes: datetime,
    free: bool,
    revoked: bool,
    now: datetime,
    sold_out: bool = False,
) -> Denied | None:
    """Say why a viewer may not take a ticket by herself; None where she may.

    She may from the announcement on: the unlock period waits for the opening. `revoked`: a ticket
    was taken from her, so she may not simply take the next. `sold_out`: no seat is left to take.
    """
    reasons = set(_about_viewer(viewer))
    if not free:
        reasons.add(Reason.NO_TICKET)
    if revoked:
        reasons.add(Reason.TICKET_REVOKED)
    if edition_state not in {"announced", "open"}:
        reasons.add(Reason.EDITION_NOT_OPEN)
    if now >= closes:
        reasons.add(Reason.CLOSED)
    if sold_out:
        reasons.add(Reason.SOLD_OUT)
    return _denied(reasons, edition_state=edition_state) if reasons else None


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
    if not screening.publishable:
        yield Reason.NOT_READY


def _about_place(offer: OfferFacts, place: Place) -> Iterator[Reason]:
    if offer.network_policy == "refuse_anonymous" and place.network == "anonymous":
        yield Reason.ANONYMOUS_NETWORK
    if offer.territory_rule == "everywhere":
        return
    here = {place.country, place.region} - {None}
    inside = bool(here & offer.territories)
    if not inside and _could_be_inside(place, offer.territories):
        yield Reason.UNKNOWN_PLACE
    elif inside != (offer.territory_rule == "allow"):
        yield Reason.WRONG_TERRITORY


def _could_be_inside(place: Place, territories: Collection[str]) -> bool:
    """Tell a place known too roughly: no country, or no region where the rule names regions."""
    if place.country is None:
        return bool(territories)
    return place.region is None and any(t.startswith(f"{place.country}-") for t in territories)


def _denied(
    reasons: Collection[Reason], *, edition_state: str, opens: datetime | None = None
) -> Denied:
    """Order them by what the viewer can do about it; what nobody can do anything about is last."""
    announced = {Reason.EDITION_NOT_OPEN: Remedy.WAIT} if edition_state == "announced" else {}
    found = [
        Refusal(
            reason=reason,
            retry_at=opens if reason is Reason.NOT_OPEN_YET else None,
            remedy=(REMEDIES | announced).get(reason),
        )
        for reason in Reason
        if reason in reasons
    ]
    order = [*Remedy, None]
    return Denied(reasons=tuple(sorted(found, key=lambda refusal: order.index(refusal.remedy))))


def _rank(verdict: Verdict) -> tuple[float, ...]:
    """Smallest is best."""
    if isinstance(verdict, Granted):
        return (0, -verdict.until.timestamp(), verdict.starts_watch_period, verdict.ticket_id)
    retries = [refusal.retry_at.timestamp() for refusal in verdict.reasons if refusal.retry_at]
    hopeless = sum(refusal.remedy is None for refusal in verdict.reasons)
    return (len(verdict.reasons), min(retries, default=float("inf")), hopeless)
