"""Rows for tests: a screening that plays, to be changed in one point a test."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from rest_framework.test import APIClient

from accounts.models import ConfirmedBy, User, UserRole
from catalog.models import (
    Edition,
    EditionState,
    Film,
    FilmText,
    FilmVersion,
    Offer,
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

_numbers = count(1)


def real_now() -> datetime:
    """For tests through the API, which reads the clock."""
    return datetime.now(UTC)


def make_user(*roles: str, confirmed: bool = True) -> User:
    user = User.objects.create_user(
        f"user{next(_numbers)}@example.org",
        confirmed_by=ConfirmedBy.STAFF if confirmed else "",
    )
    for role in roles:
        UserRole.objects.create(user=user, role=role)
    return user


def client_of(user: User | None = None) -> APIClient:
    client = APIClient()
    if user is not None:
        client.force_authenticate(User.objects.get(pk=user.pk))
    return client


def make_edition(state: str = EditionState.OPEN) -> Edition:
    return Edition.objects.create(slug=f"edition-{next(_numbers)}", year=2026, state=state)


def make_grant(film: Film, use: str = Use.PUBLIC, **fields: Any) -> RightsGrant:
    """A grant without any limit."""
    values = {
        "dates": DateTimeTZRange(None, None),
        "consent_version": "2026-11",
        "consent_on": date(2026, 11, 1),
        "created_at": real_now(),
    }
    return RightsGrant.objects.create(film=film, use=use, **values | fields)


def make_film(*, title: str = "River", cleared: bool = True, **fields: Any) -> Film:
    """A film that its makers allow to be shown to everybody, everywhere, for good."""
    values = {"visibility": Visibility.PUBLIC, "year": 2019, "runtime_seconds": 5400} | fields
    film = Film.objects.create(slug=f"film-{next(_numbers)}", **values)
    FilmText.objects.create(film=film, language="en", title=title)
    FilmText.objects.create(film=film, language="zh-Hans", title="河")
    for use in (Use.PUBLIC, Use.PRESS, Use.INSTITUTION) if cleared else ():
        make_grant(film, use)
    return film


def make_publication(master: Master, *, revision: int = 1) -> Publication:
    return Publication.objects.create(master=master, revision=revision, created_at=real_now())


def make_master() -> Master:
    now = real_now()
    return Master.objects.create(
        owner="owner",
        object_key=f"key-{next(_numbers)}",
        size=1,
        part_size=1,
        created_at=now,
        retain_until=now + timedelta(days=1),
    )


def make_version(film: Film | None = None, *, published: bool = True) -> FilmVersion:
    version = FilmVersion(film=film or make_film())
    if published:
        version.master = make_master()
        version.publication = make_publication(version.master)
    version.save()
    return version


def make_offer(
    screening: Screening,
    *,
    opens: datetime | None = None,
    closes: datetime | None = None,
    **fields: Any,
) -> Offer:
    opens = opens or real_now() - timedelta(days=1)
    closes = closes or opens + timedelta(days=7)
    return Offer.objects.create(
        screening=screening,
        window=DateTimeTZRange(opens, closes),
        time_zone="UTC",
        opens_local=f"{opens.astimezone(UTC):%Y-%m-%dT%H:%M}",
        closes_local=f"{closes.astimezone(UTC):%Y-%m-%dT%H:%M}",
        **{"free_tickets": fields.get("audience", "public") == "public"} | fields,
    )


def add_item(screening: Screening, version: FilmVersion, **fields: Any) -> ScreeningItem:
    return ScreeningItem.objects.create(
        screening=screening,
        version=version,
        **{"position": screening.items.count()} | fields,
    )


def make_screening(
    *, edition: Edition | None = None, version: FilmVersion | None = None
) -> Screening:
    """One film in an open edition, without an offer."""
    edition = edition or make_edition()
    programme = Programme.objects.create(edition=edition, slug=f"programme-{next(_numbers)}")
    screening = Screening.objects.create(edition=edition, programme=programme)
    add_item(screening, version or make_version())
    return screening


def make_ticket(offer: Offer, user: User | None, **fields: Any) -> Ticket:
    return Ticket.objects.create(
        offer=offer,
        holder=user,
        **{"origin": TicketOrigin.STAFF, "issued_at": real_now()} | fields,
    )
