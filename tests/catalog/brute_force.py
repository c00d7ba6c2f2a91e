"""The rules of access as a slow model, written from the rules and not from `catalog.access`.

It knows places and hours only: a place known roughly stands for all that it might be, and a stream
is followed hour by hour until a rule breaks. All instants and spans are whole hours after `START`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from catalog.verdict import (
    FilmFacts,
    GrantFacts,
    OfferFacts,
    Place,
    ScreeningFacts,
    TicketFacts,
    Viewer,
)

START = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
# Every place there is, as (country, region). "ZZ" and "XX" are in no list.
WORLD = [
    ("DE", "DE-BE"),
    ("DE", "DE-XX"),
    ("US", "US-CA"),
    ("US", "US-NY"),
    ("US", "US-XX"),
    ("ZZ", "ZZ-XX"),
]
USES = {"public": "public", "press": "press", "jury": "press", "school": "institution"}


def may_watch(  # noqa: C901, PLR0911 - one rule after the other, as they stand in the guide
    *,
    viewer: Viewer,
    place: Place,
    screening: ScreeningFacts,
    offer: OfferFacts,
    ticket: TicketFacts,
    now: datetime,
    at: datetime,
    running_since: datetime | None,
) -> bool:
    """Tell whether a stream asked for at `now` may still be running at `at`."""
    if not viewer.authenticated or not viewer.confirmed:
        return False
    if screening.edition_state != "open" or not screening.publishable or screening.withheld:
        return False
    if ticket.offer_id != offer.offer_id or ticket.revoked:
        return False
    if place.network == "anonymous" and offer.network_policy == "refuse_anonymous":
        return False
    if not all(in_list(spot, offer.territory_rule, offer.territories) for spot in spots(place)):
        return False
    if now < offer.opens:
        return False
    start = running_since if running_since is not None else now
    if offer.unlock is not None and ticket.started_at is None:
        from_when = max(ticket.issued_at, offer.opens)
        extended = ticket.extended_until is not None and start < ticket.extended_until
        if start - from_when >= offer.unlock and not extended:
            return False
    if not in_time(offer, ticket, screening, now=now, at=at, running_since=running_since):
        return False
    return films_cleared(screening.films, offer, place, now=now, at=at)


def in_time(
    offer: OfferFacts,
    ticket: TicketFacts,
    screening: ScreeningFacts,
    *,
    now: datetime,
    at: datetime,
    running_since: datetime | None,
) -> bool:
    """The closing, the watch period, and what `last_start` leaves of either."""
    extension = ticket.extended_until is not None and at < ticket.extended_until
    starts = [s for s in (ticket.started_at, running_since) if s is not None and s < offer.closes]
    if now < offer.closes:
        starts = [running_since if running_since is not None else now]
    if offer.watch is not None:
        began = ticket.started_at
        if began is None:
            began = now if now < offer.closes or running_since is None else running_since
        if at - began >= offer.watch and not extension:
            return False
    if at < offer.closes:
        return True
    if offer.close_mode == "hard_stop" or not starts:
        return False
    if offer.watch is not None:
        return True
    runtime = screening.runtime
    grace = 15 * HOUR if runtime is None else runtime + runtime / 2 + HOUR
    return at - max(starts) < grace or extension


def films_cleared(
    films: Sequence[FilmFacts], offer: OfferFacts, place: Place, *, now: datetime, at: datetime
) -> bool:
    """Every film that the block needs; of a block that needs none, some film that it began with."""
    needed = [film for film in films if film.required]
    if needed:
        return all(cleared(film, offer, place, when) for film in needed for when in (now, at))
    return any(
        cleared(film, offer, place, now) and lasts(film, offer, place, now, at) for film in films
    )


def lasts(film: FilmFacts, offer: OfferFacts, place: Place, now: datetime, at: datetime) -> bool:
    hours = (at - now) // HOUR
    return all(cleared(film, offer, place, now + step * HOUR) for step in range(hours + 1))


def cleared(film: FilmFacts, offer: OfferFacts, place: Place, when: datetime) -> bool:
    """Some grant for this use covers every spot where the viewer may be."""
    return any(
        grant.use == USES[offer.audience]
        and grant.begins <= when < grant.ends
        and all(granted_at(grant, spot, when) for spot in spots(place))
        for grant in film.grants
    )


def granted_at(grant: GrantFacts, spot: tuple[str, str], when: datetime) -> bool:
    if not in_list(spot, grant.territory_rule, grant.territories):
        return False
    if grant.holdback_until is None or when >= grant.holdback_until:
        return True
    return bool(grant.holdback_territories) and not set(spot) & grant.holdback_territories


def in_list(spot: tuple[str, str], rule: str, territories: frozenset[str]) -> bool:
    if rule == "everywhere":
        return True
    return bool(set(spot) & territories) == (rule == "allow")


def spots(place: Place) -> Iterator[tuple[str, str]]:
    for country, region in WORLD:
        if place.country in {None, country} and place.region in {None, region}:
            yield country, region


def until(facts: dict[str, object], *, hours: int) -> datetime | None:
    """The first hour at which no ticket of hers lets the stream run; None where none does now.

    Of several tickets the one that lasts longest counts.
    """
    offers: Sequence[OfferFacts] = facts["offers"]  # type: ignore[assignment]
    tickets: Sequence[TicketFacts] = facts["tickets"]  # type: ignore[assignment]
    rest = {name: value for name, value in facts.items() if name not in {"offers", "tickets"}}
    best = None
    for offer in offers:
        for ticket in tickets:
            step = 0
            now: datetime = facts["now"]  # type: ignore[assignment]
            while step < hours and may_watch(
                offer=offer,
                ticket=ticket,
                at=now + step * HOUR,
                **rest,  # type: ignore[arg-type]
            ):
                step += 1
            if step and (best is None or now + step * HOUR > best):
                best = now + step * HOUR
    return best
