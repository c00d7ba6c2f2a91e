"""The statement of the access decision says what stands in the rows."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from catalog import services
from catalog.access import decide
from catalog.facts import PUBLIC_USE, Facts, facts_from
from catalog.models import (
    Channel,
    Edition,
    Film,
    FilmVersion,
    ItemKind,
    Level,
    Offer,
    OnUnavailable,
    RightsGrant,
    Screening,
    TerritoryGroup,
    Ticket,
    Visibility,
)
from catalog.rights import use_of
from catalog.services.facts_sql import documents, facts_expression
from catalog.services.withdrawal import withdraw
from catalog.verdict import (
    BEGINNING,
    FOREVER,
    FilmFacts,
    GrantFacts,
    OfferFacts,
    Place,
    ScreeningFacts,
    TicketFacts,
    Verdict,
    Viewer,
)
from tests.catalog.facts import codes
from tests.catalog.rows import (
    add_item,
    make_edition,
    make_film,
    make_grant,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    make_version,
    real_now,
)

START = datetime(2026, 11, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
BERLIN = Place(country="DE", region="DE-BE", network="ordinary")
SCREENINGS, INSTANTS = 60, 8
NONE, UNKNOWN = 0, -1  # no item in particular; an item of another screening


class Catalogue:
    """Rows at random, with every kind of thing that the decision asks for."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a seed
        self.groups = [
            TerritoryGroup.objects.create(slug=slug, territories=codes)
            for slug, codes in {"eu": ["DE", "FR"], "california": ["US-CA"]}.items()
        ]
        self.editions = [make_edition(state) for state in ("open", "open", "announced")]
        self.people = [make_user(), make_user(), make_user(confirmed=False), make_user()]
        self.people[3].is_active = False
        self.people[3].save()
        self.films = [self._film() for _ in range(SCREENINGS // 2)]
        self.screenings = [self._screening() for _ in range(SCREENINGS)]

    def instant(self) -> datetime:
        return START + self.chance.randrange(-6, 24) * HOUR + timedelta(microseconds=7)

    def perhaps(self, value: Any) -> Any:
        return self.chance.choice((None, None, value))

    def where(self) -> dict[str, Any]:
        """A territory rule; its groups are set once the row is there."""
        rule = self.chance.choice(("everywhere", "everywhere", "allow", "deny"))
        return {"territory_rule": rule, "territories": self.chance.sample(["DE", "US", "CN"], 2)}

    def grouped(self, row: Any) -> None:
        row.territory_groups.set(self.chance.sample(self.groups, self.chance.randrange(3)))

    def _film(self) -> Any:
        film = make_film(
            cleared=False,
            visibility=self.chance.choice([*Visibility.values, *[Visibility.PUBLIC] * 4]),
            reveal_at=self.perhaps(self.instant()),
            runtime_seconds=self.perhaps(self.chance.randrange(9000)),
            paused_at=self.instant() if self.chance.random() < 0.04 else None,
        )
        grants: list[RightsGrant] = []
        for _ in range(self.chance.randrange(2, 6)):
            grant = make_grant(
                film,
                self.chance.choice(["public", "public", "press", "institution", "archive"]),
                edition=self.perhaps(self.chance.choice(self.editions)),
                dates=DateTimeTZRange(
                    self.perhaps(START - self.chance.randrange(9) * HOUR),
                    self.perhaps(START + self.chance.randrange(1, 30) * HOUR),
                ),
                cap=self.perhaps(50),
                holdback_until=self.perhaps(self.instant()),
                holdback_territories=self.chance.sample(["DE", "FR"], self.chance.randrange(3)),
                supersedes=grants.pop() if grants and self.chance.random() < 0.3 else None,
                **self.where(),
            )
            self.grouped(grant)
            grants.append(grant)
        return film

    def _screening(self) -> Screening:
        screening = Screening.objects.create(edition=self.chance.choice(self.editions))
        for _ in range(self.chance.randrange(4)):
            version = make_version(
                self.chance.choice(self.films), published=self.chance.random() < 0.9
            )
            add_item(
                screening,
                version,
                kind=self.chance.choice([*ItemKind.values, *[ItemKind.FILM] * 3]),
                on_unavailable=self.chance.choice(OnUnavailable.values),
            )
        for _ in range(self.chance.randrange(4)):
            opens = START + self.chance.randrange(-6, 9) * HOUR
            offer = make_offer(
                screening,
                opens=opens,
                closes=opens + self.chance.randrange(4, 30) * HOUR,
                audience=self.chance.choice(["public", "public", "press", "school"]),
                close_mode=self.chance.choice(["last_start", "hard_stop"]),
                unlock=self.perhaps(timedelta(days=40, hours=3, microseconds=1)),
                watch=self.perhaps(self.chance.randrange(1, 9) * HOUR),
                network_policy=self.chance.choice(["any", "refuse_anonymous"]),
                free_tickets=False,
                **self.where(),
            )
            self.grouped(offer)
            for person in self.people:
                for state in self.chance.sample(["revoked", "released", "live"], 2):
                    self._ticket(offer, person, state)
        return screening

    def _ticket(self, offer: Offer, person: User, state: str) -> None:
        ended = {f"{state}_at": self.instant()} if state != "live" else {}
        started = self.perhaps(self.instant()) if state != "released" else None
        extended = self.perhaps(self.instant())
        make_ticket(
            offer,
            person,
            issued_at=self.instant(),
            started_at=started,
            extended_until=extended,
            **ended,
        )


def read_plainly(screening: Screening, user: User | None, now: datetime, item: int) -> Facts:
    """The rule in plain steps over rows that were loaded whole."""
    known = user is not None and user.is_active
    offers = sorted(screening.offers.all(), key=lambda offer: offer.pk)
    tickets = [
        ticket
        for offer in offers
        for ticket in sorted(offer.tickets.all(), key=lambda ticket: ticket.pk)
        if user and ticket.holder_id == user.pk and ticket.released_at is None
    ]
    by_pk = {offer.pk: offer for offer in offers}
    uses = PUBLIC_USE | {use_of(by_pk[ticket.offer_id].audience) for ticket in tickets}
    return Facts(
        viewer=Viewer(authenticated=known, confirmed=bool(known and user and user.confirmed)),
        screening=block(screening, now, item, uses),
        offers=[offer_facts(offer) for offer in offers],
        tickets=[
            TicketFacts(
                ticket_id=ticket.pk,
                offer_id=ticket.offer_id,
                issued_at=ticket.issued_at,
                started_at=ticket.started_at,
                extended_until=ticket.extended_until,
                revoked=ticket.revoked_at is not None,
            )
            for ticket in tickets
        ],
    )


def block(screening: Screening, now: datetime, item: int, uses: frozenset[str]) -> ScreeningFacts:
    every = sorted(screening.items.all(), key=lambda one: one.position)
    paused = {one.pk for one in every if is_paused(one.version.film, now)}
    known = {one.pk for one in every if may_be_known(one.version.film, now)} - paused
    playable = {one.pk for one in every if one.pk in known and one.version.publication_id}
    needed = {one.pk for one in every if one.on_unavailable == "deny" or one.pk == item}
    missing = needed - playable or {item} - {NONE, *(one.pk for one in every)}
    shown = [one for one in every if one.pk in playable]
    seconds = [one.version.film.runtime_seconds for one in shown]
    films_left = [one for one in every if one.kind == "film" and one.pk not in paused]
    total = None if None in seconds or not seconds else sum(s for s in seconds if s)
    return ScreeningFacts(
        edition_state=screening.edition.state,
        publishable=not missing and any(one.kind == "film" for one in shown),
        runtime=None if total is None else timedelta(seconds=total),
        films=tuple(
            FilmFacts(
                film=one.version.film.slug,
                required=one.pk in needed,
                grants=tuple(grants(one.version.film, screening, uses)),
            )
            for one in every
            if one.kind == "film" and one.pk in known & (playable | needed)
        ),
        withheld=bool(needed & paused) or bool(paused and not films_left),
    )


def is_paused(film: Film, now: datetime) -> bool:
    return film.paused_at is not None and now >= film.paused_at


def may_be_known(film: Film, now: datetime) -> bool:
    return film.visibility in {"public", "unlisted"} and (
        film.reveal_at is None or now >= film.reveal_at
    )


def grants(film: Film, screening: Screening, uses: frozenset[str]) -> Iterator[GrantFacts]:
    rows = sorted(film.rights.all(), key=lambda row: row.pk)
    superseded = {row.supersedes_id for row in rows}
    for row in rows:
        here = row.edition_id is None or row.edition_id == screening.edition_id
        if here and row.use in uses and row.pk not in superseded:
            yield GrantFacts(
                grant_id=row.public_id,
                use=row.use,
                begins=row.dates.lower or BEGINNING,
                ends=row.dates.upper or FOREVER,
                territory_rule=row.territory_rule,
                territories=territories(row),
                cap=row.cap,
                holdback_until=row.holdback_until,
                holdback_territories=frozenset(row.holdback_territories),
            )


def offer_facts(offer: Offer) -> OfferFacts:
    return OfferFacts(
        offer_id=offer.pk,
        audience=offer.audience,
        opens=offer.window.lower,
        closes=offer.window.upper,
        close_mode=offer.close_mode,
        unlock=offer.unlock,
        watch=offer.watch,
        territory_rule=offer.territory_rule,
        territories=territories(offer),
        network_policy=offer.network_policy,
    )


def territories(row: RightsGrant | Offer) -> frozenset[str]:
    if row.territory_rule == "everywhere":
        return frozenset()
    listed = [group.territories for group in row.territory_groups.all()]
    return frozenset(code for codes in (row.territories, *listed) for code in codes)


@pytest.mark.django_db
def test_it_says_what_a_plain_reading_of_the_rows_says() -> None:
    catalogue = Catalogue(seed=6)
    rows = Screening.objects.select_related("edition").prefetch_related(
        "items__version__film__rights__territory_groups",
        "offers__tickets",
        "offers__territory_groups",
    )
    verdicts = Counter[str]()
    for user in (None, *catalogue.people):
        read = documents([screening.pk for screening in rows], user=user)
        for screening in rows:
            items = [NONE, UNKNOWN, *(item.pk for item in screening.items.all())]
            for _ in range(INSTANTS):
                now, item = catalogue.instant(), catalogue.chance.choice(items)
                facts = facts_from(read[screening.pk], now=now, item=item or None)
                assert facts == read_plainly(screening, user, now, item)
                verdict = decide(**vars(facts), place=BERLIN, now=now)
                verdicts.update(["granted"] if verdict else codes(verdict))
    assert verdicts.total() > 2_000
    assert verdicts["granted"] > 20, "nearly all were refused"
    assert len(verdicts) > 10, "nearly all for the same reasons"


def revoked(screening: Screening) -> None:
    Ticket.objects.update(revoked_at=START)


def given_back(screening: Screening) -> None:
    Ticket.objects.update(started_at=None, released_at=START)


def hidden(screening: Screening) -> None:
    Film.objects.update(visibility=Visibility.HIDDEN)


def withdrawn(screening: Screening) -> None:
    withdraw(film=Film.objects.get(), level=Level.PAUSE, channel=Channel.ADMIN, now=real_now())


def edition_withdrawn(screening: Screening) -> None:
    edition = screening.edition
    withdraw(edition=edition, level=Level.PAUSE, channel=Channel.ADMIN, now=real_now())


def to_be_revealed(screening: Screening) -> None:
    Film.objects.update(reveal_at=real_now() + HOUR)


def unpublished(screening: Screening) -> None:
    FilmVersion.objects.update(publication=None)


def rights_taken_back(screening: Screening) -> None:
    grant = RightsGrant.objects.get(use="public")
    make_grant(grant.film, "clips", supersedes=grant)


def closed_early(screening: Screening) -> None:
    Offer.objects.update(window=DateTimeTZRange(START - HOUR, START))


def edition_closed(screening: Screening) -> None:
    Edition.objects.update(state="closed")


def locked_out(screening: Screening) -> None:
    User.objects.update(is_active=False)


def group_redrawn(screening: Screening) -> None:
    TerritoryGroup.objects.update(territories=["FR"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (revoked, ["ticket_revoked"]),
        (given_back, ["no_ticket"]),
        (hidden, ["not_ready"]),
        (to_be_revealed, ["not_ready"]),
        (withdrawn, ["not_shown"]),
        (edition_withdrawn, ["not_shown"]),
        (unpublished, ["not_ready"]),
        (rights_taken_back, ["no_rights"]),
        (closed_early, ["closed"]),
        (edition_closed, ["edition_not_open"]),
        (locked_out, ["not_authenticated"]),
        (group_redrawn, ["wrong_territory"]),
    ],
)
def test_a_change_is_in_the_next_verdict(
    change: Callable[[Screening], None], reasons: list[str]
) -> None:
    screening, user = make_screening(), make_user()
    europe = TerritoryGroup.objects.create(slug="eu", territories=["DE"])
    offer = make_offer(screening, territory_rule="allow", territories=["US"], unlock=HOUR)
    offer.territory_groups.add(europe)
    make_ticket(offer, user)

    def ask() -> Verdict:
        item = screening.items.get()
        return services.verdict_for(
            screening=screening, user=user, place=BERLIN, now=real_now(), item=item
        )

    assert ask()
    change(screening)
    assert codes(ask()) == reasons


@pytest.mark.django_db
def test_it_goes_along_with_a_statement_that_has_names_of_its_own() -> None:
    offer, user = make_offer(make_screening()), make_user()
    make_ticket(offer, user)
    expression = facts_expression(screening="offer.screening_id", user="screening.holder_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {expression}, ({expression})::text FROM catalog_offer offer"  # noqa: S608
            " JOIN catalog_ticket screening ON screening.offer_id = offer.id"
        )
        read, text = cursor.fetchone()
    for document in (read, text):
        assert services.verdict_from(document, place=BERLIN, now=real_now())


@pytest.mark.django_db
def test_of_a_screening_that_is_gone_there_is_no_document() -> None:
    assert documents([0], user=None) == {}
