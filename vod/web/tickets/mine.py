"""A viewer's own tickets, what her passes and accreditations open, and her bookings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from accounts import addressless
from accounts.handwritten import grouped
from accounts.models import User
from catalog import services
from catalog.models import Accreditation, Booking, BookingMode, Offer, Pass, Screening, Ticket
from vod.web import labels
from vod.web.instants import in_words
from vod.web.listing import Reader, ScreeningLine, screening_lines
from vod.web.texts import pick


@dataclass(frozen=True, kw_only=True)
class TicketLine:
    """A ticket with the screening it is for."""

    ticket: Ticket
    line: ScreeningLine
    may_be_given_back: bool


@dataclass(frozen=True, kw_only=True)
class Opening:
    """An offer that she may take a ticket to by her right."""

    offer: Offer
    line: ScreeningLine


@dataclass(frozen=True, kw_only=True)
class PassLine:
    """A pass in words."""

    title: str
    most_tickets: int | None


@dataclass(frozen=True, kw_only=True)
class MyPage:
    """All that is hers."""

    tickets: Sequence[TicketLine]
    passes: Sequence[PassLine]
    openings: Sequence[Opening]
    public_id: str
    addressless: bool


@dataclass(frozen=True, kw_only=True)
class AccreditationLine:
    """An application in words."""

    edition: str
    kind: str
    state: str
    until: str


@dataclass(frozen=True, kw_only=True)
class BookingLine:
    """A booking in words. `taken` is a number, and all that there is to know."""

    booking: Booking
    title: str
    opens: str
    closes: str
    mode: str
    join_code: str
    taken: int


def my_page(user: User, *, reader: Reader) -> MyPage:
    """Tickets, passes, and what may still be taken, in a fixed number of queries."""
    tickets = list(
        Ticket.objects.held_by(user)
        .filter(revoked_at=None)
        .select_related("offer")
        .order_by("-issued_at", "-pk")
    )
    held = {ticket.offer_id for ticket in tickets}
    open_to_her = [
        offer for offer in services.offers_by_right(user, now=reader.now) if offer.pk not in held
    ]
    offers = [*(ticket.offer for ticket in tickets), *open_to_her]
    lines = lines_of({offer.screening_id for offer in offers}, reader=reader)
    return MyPage(
        tickets=[
            TicketLine(
                ticket=ticket,
                line=lines[ticket.offer.screening_id],
                may_be_given_back=ticket.started_at is None,
            )
            for ticket in tickets
            if ticket.offer.screening_id in lines
        ],
        passes=[_pass_line(held, reader) for held in services.passes_held(user).order_by("pk")],
        openings=[
            Opening(offer=offer, line=lines[offer.screening_id])
            for offer in open_to_her
            if offer.screening_id in lines and not lines[offer.screening_id].standing.granted
        ],
        public_id=user.public_id,
        addressless=addressless.may_return_by_code(user),
    )


def lines_of(screenings: Collection[int], *, reader: Reader) -> dict[int, ScreeningLine]:
    """Screenings as lists show them, by primary key; what may not be known of is left out."""
    known = Screening.objects.reachable_at(reader.now).in_order().filter(pk__in=screenings)
    return {line.screening.pk: line for line in screening_lines(known, reader=reader)}


def choices_of(offers: Collection[Offer], *, reader: Reader) -> list[tuple[str, str]]:
    """Offers to choose from: public id, and title with its dates."""
    lines = lines_of({offer.screening_id for offer in offers}, reader=reader)
    return [
        (offer.public_id, f"{title_of(lines[offer.screening_id])} · {window_of(offer)}")
        for offer in offers
        if offer.screening_id in lines
    ]


def title_of(line: ScreeningLine) -> str:
    """The screening's own title, or its films'."""
    if line.text is not None and line.text.title:
        return line.text.title
    return " / ".join(film.titles[0].title for film in line.films if film.titles)


def window_of(offer: Offer) -> str:
    """From when to when."""
    first, last = (
        in_words(instant, zone=offer.time_zone)
        for instant in (offer.window.lower, offer.window.upper)
    )
    return f"{first} \N{EN DASH} {last}"


def accreditation_lines(rows: Collection[Accreditation]) -> Sequence[AccreditationLine]:
    """Applications in words."""
    return [
        AccreditationLine(
            edition=row.edition.slug,
            kind=str(labels.ACCREDITATIONS[row.kind]),
            state=str(labels.ACCREDITATION_STATES[row.state]),
            until=in_words(row.valid_until, zone=row.edition.time_zone) if row.valid_until else "",
        )
        for row in rows
    ]


def booking_lines(user: User, *, reader: Reader) -> Sequence[BookingLine]:
    """The bookings of her organisations."""
    bookings: list[Any] = list(services.bookings_of(user, now=reader.now))
    lines = lines_of({booking.offer.screening_id for booking in bookings}, reader=reader)
    return [
        BookingLine(
            booking=booking,
            title=title_of(lines[booking.offer.screening_id]),
            opens=in_words(booking.offer.window.lower, zone=booking.offer.time_zone),
            closes=in_words(booking.offer.window.upper, zone=booking.offer.time_zone),
            mode=str(labels.BOOKINGS[booking.mode]),
            join_code=grouped(booking.join_code) if booking.mode == BookingMode.INDIVIDUAL else "",
            taken=booking.taken,
        )
        for booking in bookings
        if booking.offer.screening_id in lines
    ]


def _pass_line(held: Pass, reader: Reader) -> PassLine:
    text = pick(held.kind.texts.all(), language=reader.language)
    return PassLine(
        title=text.title if text else held.kind.slug, most_tickets=held.kind.most_tickets
    )
