"""What is asked for: a hundred screenings on varied terms, a film with a full page, a viewer."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import ConfirmedBy, User
from accounts.services import open_session
from catalog.models import (
    Credit,
    CreditRole,
    Edition,
    EditionState,
    Film,
    FilmText,
    FilmVersion,
    Offer,
    Person,
    PersonName,
    Programme,
    RightsGrant,
    Screening,
    ScreeningItem,
    Ticket,
    TicketOrigin,
    Use,
    Visibility,
)
from transcoding.models import Master, Publication

SCREENINGS, TICKETS, CREDITS = 100, 20, 6
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the requests name."""

    edition: str
    film: str
    offers: list[str]
    token: str


def fill() -> Asked:
    """Make everything anew, in a database of its own."""
    now, mark = datetime.now(UTC), secrets.token_hex(4)
    viewer = User.objects.create_user(confirmed_by=ConfirmedBy.STAFF)
    edition = Edition.objects.create(slug=f"bench-{mark}", year=2026, state=EditionState.OPEN)
    programme = Programme.objects.create(edition=edition, slug="all")
    offers = []
    for number in range(SCREENINGS):
        film = make_film(f"{mark}-{number}", now)
        screening = Screening.objects.create(edition=edition, programme=programme)
        ScreeningItem.objects.create(screening=screening, version=_version(film, now), position=0)
        offer = make_offer(screening, opens=now - DAY if number % 3 else now + DAY, number=number)
        offers.append(offer.public_id)
        if number < TICKETS:
            Ticket.objects.create(
                offer=offer, holder=viewer, origin=TicketOrigin.REGISTRATION, issued_at=now
            )
    session = open_session(user=viewer, lasts=DAY)
    return Asked(
        edition=edition.slug,
        film=f"film-{mark}-0",
        offers=offers[TICKETS:],
        token=str(session.session_key),
    )


def make_film(mark: str, now: datetime) -> Film:
    film = Film.objects.create(
        slug=f"film-{mark}", year=2019, runtime_seconds=5400, visibility=Visibility.PUBLIC
    )
    FilmText.objects.create(film=film, language="en", title="River", synopsis="A river. " * 40)
    FilmText.objects.create(film=film, language="zh-Hans", title="河", synopsis="一条河。" * 60)
    for number in range(CREDITS):
        person = Person.objects.create(slug=f"person-{mark}-{number}", visibility=Visibility.PUBLIC)
        PersonName.objects.create(person=person, language="en", name="A Name")
        Credit.objects.create(film=film, person=person, role=CreditRole.DIRECTOR, position=number)
    RightsGrant.objects.create(
        film=film,
        use=Use.PUBLIC,
        dates=DateTimeTZRange(None, None),
        consent_version="1",
        consent_on=now.date(),
        created_at=now,
    )
    return film


def _version(film: Film, now: datetime) -> FilmVersion:
    master = Master.objects.create(
        owner="bench",
        object_key=secrets.token_hex(8),
        size=1,
        part_size=1,
        created_at=now,
        retain_until=now + DAY,
    )
    publication = Publication.objects.create(master=master, revision=1, created_at=now)
    return FilmVersion.objects.create(film=film, master=master, publication=publication)


def make_offer(screening: Screening, *, opens: datetime, number: int) -> Offer:
    closes = opens + 7 * DAY
    return Offer.objects.create(
        screening=screening,
        window=DateTimeTZRange(opens, closes),
        time_zone="UTC",
        opens_local=f"{opens:%Y-%m-%dT%H:%M}",
        closes_local=f"{closes:%Y-%m-%dT%H:%M}",
        free_tickets=True,
        unlock=3 * DAY if number % 2 else None,
        watch=2 * DAY if number % 2 else None,
    )
