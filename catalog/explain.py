"""A decision laid open: all that it was told, as JSON and back, and what follows from each fact.

Nothing here decides. `facts_json` is what a support code keeps; it names no person, and tickets
only by their order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from catalog import windows
from catalog.areas import Area, area_of, country_of
from catalog.rights import spells, use_of
from catalog.verdict import (
    FilmFacts,
    OfferFacts,
    Place,
    ScreeningFacts,
    TicketFacts,
    Viewer,
)

MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What `access.decide` is asked, as one value: `decide(**vars(question))`."""

    viewer: Viewer
    place: Place
    screening: ScreeningFacts
    offers: tuple[OfferFacts, ...]
    tickets: tuple[TicketFacts, ...]
    now: datetime
    running_since: datetime | None = None


class Point(StrEnum):
    """What a line of an explanation is about."""

    VIEWER = "viewer"
    EDITION = "edition"
    FILMS = "films"
    PLACE = "place"
    AUDIENCE = "audience"
    WINDOW = "window"
    TERRITORIES = "territories"
    NETWORK = "network"
    TICKET = "ticket"
    NO_TICKET = "no_ticket"
    UNLOCK = "unlock"
    WATCH = "watch"
    EXTENSION = "extension"
    RIGHTS = "rights"
    NO_GRANT = "no_grant"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact. `values` are plain, instants excepted; `catalog.explaining` has the words."""

    point: Point
    values: dict[str, Any]


def lines(question: Question) -> Iterator[Line]:
    """Yield what does not depend on an offer."""
    viewer, place, screening = question.viewer, question.place, question.screening
    yield Line(
        point=Point.VIEWER,
        values={"state": _state(viewer)},
    )
    yield Line(
        point=Point.PLACE,
        values={"country": place.country, "region": place.region, "network": place.network},
    )
    yield Line(point=Point.EDITION, values={"state": screening.edition_state})
    yield Line(
        point=Point.FILMS,
        values={"ready": screening.publishable, "runtime": screening.runtime},
    )


def offer_lines(
    question: Question, offer: OfferFacts, ticket: TicketFacts | None
) -> Iterator[Line]:
    """Yield what one offer, one ticket to it and the films' grants say."""
    moment = windows.Moment(
        now=question.now,
        running_since=question.running_since,
        runtime=question.screening.runtime,
    )
    yield Line(point=Point.AUDIENCE, values={"audience": offer.audience})
    yield Line(
        point=Point.WINDOW,
        values={"opens": offer.opens, "closes": offer.closes, "close_mode": offer.close_mode},
    )
    area = area_of(offer.territory_rule, offer.territories)
    yield Line(
        point=Point.TERRITORIES,
        values={"area": area_json(area), "inside": area.holds(question.place)},
    )
    yield Line(point=Point.NETWORK, values={"policy": offer.network_policy})
    yield from _ticket_lines(offer, ticket, moment)
    for film in question.screening.films:
        yield from _rights_lines(film, use_of(offer.audience), question.place)


def claims(question: Question) -> Iterator[tuple[OfferFacts, TicketFacts | None]]:
    """Pair every offer with her tickets to it, or with none; offers to others as well."""
    for offer in question.offers:
        held = [ticket for ticket in question.tickets if ticket.offer_id == offer.offer_id]
        if not held:
            yield offer, None
        yield from ((offer, ticket) for ticket in held)


def area_json(area: Area) -> dict[str, Any]:
    """Write an area as a rule, its list, and the regions in listed countries that are left out."""
    within = [code for code in area.exceptions if country_of(code) != code]
    but = [code for code in within if country_of(code) in area.exceptions]
    rule = "deny" if area.default else "allow"
    if not area.exceptions:
        rule = "everywhere" if area.default else "nowhere"
    listed = sorted(set(area.exceptions) - set(but))
    return {"rule": rule, "territories": listed, "but": sorted(but)}


def facts_json(question: Question) -> dict[str, Any]:
    """Write a question down, exactly; tickets are numbered anew."""
    number = {
        ticket_id: place
        for place, ticket_id in enumerate(sorted({t.ticket_id for t in question.tickets}), 1)
    }
    written: dict[str, Any] = _plain(question)
    for ticket in written["tickets"]:
        ticket["ticket_id"] = number[ticket["ticket_id"]]
    return written


def question_of(written: dict[str, Any]) -> Question:
    """Read back what `facts_json` wrote."""
    question: Question = _value(Question, written)
    return question


def _state(viewer: Viewer) -> str:
    if not viewer.authenticated:
        return "anonymous"
    return "confirmed" if viewer.confirmed else "unconfirmed"


def _ticket_lines(
    offer: OfferFacts, ticket: TicketFacts | None, moment: windows.Moment
) -> Iterator[Line]:
    if ticket is None:
        yield Line(point=Point.NO_TICKET, values={})
        return
    state = "revoked" if ticket.revoked else "started" if ticket.started_at else "unused"
    instants = {"issued_at": ticket.issued_at, "started_at": ticket.started_at}
    yield Line(point=Point.TICKET, values={"state": state, **instants})
    unlock_ends = windows.unlock_ends(offer, ticket)
    if unlock_ends is not None:
        yield Line(point=Point.UNLOCK, values={"ends": unlock_ends})
    watch_ends = windows.watch_ends(offer, ticket, moment)
    if watch_ends is not None:
        yield Line(point=Point.WATCH, values={"ends": watch_ends})
    if ticket.extended_until is not None:
        yield Line(point=Point.EXTENSION, values={"ends": ticket.extended_until})


def _rights_lines(film: FilmFacts, use: str, place: Place) -> Iterator[Line]:
    mine = [grant for grant in film.grants if grant.use == use]
    if not mine:
        yield Line(
            point=Point.NO_GRANT, values={"film": film.film, "use": use, "required": film.required}
        )
    for grant in mine:
        for spell in spells([grant], use=use):
            values = {
                "film": film.film,
                "use": use,
                "grant": grant.grant_id,
                "begins": spell.begins,
                "ends": spell.ends,
                "area": area_json(spell.area),
                "inside": spell.area.holds(place),
                "required": film.required,
            }
            yield Line(point=Point.RIGHTS, values=values)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // MICROSECOND
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_plain(element) for element in value]
    if hasattr(value, "__dataclass_fields__"):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def _value(kind: Any, written: Any) -> Any:
    """Read a value of a type of `catalog.verdict` back."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(option for option in get_args(kind) if option is not type(None))
        return None if written is None else _value(kind, written)
    if kind is datetime:
        return datetime.fromisoformat(written)
    if kind is timedelta:
        return written * MICROSECOND
    if get_origin(kind) in {tuple, frozenset}:
        values: Sequence[Any] = [_value(get_args(kind)[0], each) for each in written]
        return get_origin(kind)(values)
    if hasattr(kind, "__dataclass_fields__"):
        hints = get_type_hints(kind)
        return kind(**{name: _value(hints[name], value) for name, value in written.items()})
    return written
