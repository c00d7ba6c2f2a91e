"""An offer's three windows for one ticket: availability, unlock and watch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.verdict import FOREVER, Ending, OfferFacts, Reason, TicketFacts

# What `last_start` gives a started film to finish in, where there is no watch period: room for a
# bad line and a pause. Of unknown length, it may be one of the nine-hour documentaries.
GRACE_FACTOR, GRACE_REST = 1.5, timedelta(hours=1)
GRACE_OF_UNKNOWN_RUNTIME = timedelta(hours=15)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The time of asking, and since when the stream has been running that asks to go on."""

    now: datetime
    running_since: datetime | None
    runtime: timedelta | None


def refusals(offer: OfferFacts, ticket: TicketFacts | None, moment: Moment) -> Iterator[Reason]:
    """Yield every reason of time against watching now; without a ticket only the window counts."""
    now = moment.now
    if now < offer.opens:
        yield Reason.NOT_OPEN_YET
    if now >= offer.closes and not _may_finish(offer, ticket, moment):
        yield Reason.CLOSED
    if ticket is None:
        return
    if _unlock_expired(offer, ticket, moment):
        yield Reason.UNLOCK_EXPIRED
    ends_watching = watch_ends(offer, ticket, moment)
    if ends_watching is not None and now >= ends_watching:
        yield Reason.WATCH_EXPIRED


def until(offer: OfferFacts, ticket: TicketFacts, moment: Moment) -> datetime:
    """Say when a stream that may run now has to end. Only meaningful without `refusals`."""
    ends_watching = watch_ends(offer, ticket, moment)
    if offer.close_mode == "hard_stop":
        return offer.closes if ends_watching is None else min(ends_watching, offer.closes)
    if ends_watching is not None:
        return ends_watching
    return max(_grace_ends(offer, ticket, moment) or offer.closes, offer.closes)


def hard_end(offer: OfferFacts, rights_end: datetime) -> datetime | None:
    """Say what ends every stream, whenever it was begun; None where nothing does."""
    hard = min(offer.closes, rights_end) if offer.close_mode == "hard_stop" else rights_end
    return None if hard == FOREVER else hard


def ending(offer: OfferFacts, until: datetime) -> Ending:
    """Say which of the windows it is that ends at `until`."""
    closing = offer.close_mode == "hard_stop" and until == offer.closes
    return Ending.CLOSING if closing else Ending.WATCH_END


def _may_finish(offer: OfferFacts, ticket: TicketFacts | None, moment: Moment) -> bool:
    """Tell whether the stream was started before the closing and has time left."""
    if offer.close_mode != "last_start" or ticket is None:
        return False
    if offer.watch is not None:
        return _last_start(offer, ticket, moment) is not None  # `watch_ends` limits it
    ends = _grace_ends(offer, ticket, moment)
    return ends is not None and moment.now < ends


def _last_start(offer: OfferFacts, ticket: TicketFacts, moment: Moment) -> datetime | None:
    """Find the latest start before the closing; until the closing, a start now is one."""
    if moment.now < offer.closes:
        return moment.running_since or moment.now
    starts = (ticket.started_at, moment.running_since)
    return max((start for start in starts if start and start < offer.closes), default=None)


def _grace_ends(offer: OfferFacts, ticket: TicketFacts, moment: Moment) -> datetime | None:
    """Find the end of the time to finish in where there is no watch period; None: never started."""
    start = _last_start(offer, ticket, moment)
    if start is None:
        return None
    grace = GRACE_OF_UNKNOWN_RUNTIME
    if moment.runtime is not None:
        grace = moment.runtime * GRACE_FACTOR + GRACE_REST
    return _extended(ticket, _after(start, grace))


def _unlock_expired(offer: OfferFacts, ticket: TicketFacts, moment: Moment) -> bool:
    ends = unlock_ends(offer, ticket)
    return ends is not None and (moment.running_since or moment.now) >= ends


def unlock_ends(offer: OfferFacts, ticket: TicketFacts) -> datetime | None:
    """Find the end of the time to start in: `unlock` from the later of ticket and opening.

    None where there is no such period, or where the ticket has started. What the desk extends, it
    extends for whoever has not started as well.
    """
    if offer.unlock is None or ticket.started_at is not None:
        return None
    return _extended(ticket, _after(max(ticket.issued_at, offer.opens), offer.unlock))


def watch_ends(offer: OfferFacts, ticket: TicketFacts, moment: Moment) -> datetime | None:
    """Find the end of the watch period; one that has not begun is reckoned as beginning now."""
    if offer.watch is None:
        return None
    start = ticket.started_at
    if start is None:
        start = moment.now if moment.now < offer.closes else moment.running_since or moment.now
    return _extended(ticket, _after(start, offer.watch))


def _extended(ticket: TicketFacts, ends: datetime) -> datetime:
    return max(ends, ticket.extended_until) if ticket.extended_until else ends


def _after(start: datetime, span: timedelta) -> datetime:
    try:
        return start + span
    except OverflowError:
        return FOREVER
