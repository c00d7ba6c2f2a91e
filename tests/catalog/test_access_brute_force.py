"""The access decision against a slow model of the same rules, over many seeded random cases."""

import random
from datetime import datetime, timedelta
from typing import Any

from catalog.access import decide
from catalog.verdict import (
    FilmFacts,
    Granted,
    GrantFacts,
    OfferFacts,
    Place,
    ScreeningFacts,
    TicketFacts,
    Viewer,
)
from tests.catalog import brute_force
from tests.catalog.brute_force import HOUR, START

CASES, FOLLOWED, SEED = 100_000, 20, 20261120
POOL = 600
HORIZON = 60  # no grant of these cases is longer
CODES = ["DE", "DE-BE", "US", "US-CA", "US-NY"]
VIEWER = Viewer(authenticated=True, confirmed=True)
PLACES = [
    Place(country=country, region=region, network=network)
    for country, region in [
        (None, None),
        ("DE", None),
        ("DE", "DE-BE"),
        ("US", None),
        ("US", "US-CA"),
        ("ZZ", None),
    ]
    for network in ("ordinary", "ordinary", "anonymous", "unknown")
]


class Generator:
    """Facts whose instants lie close together, so that they meet; most are near a grant."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - to be the same again
        self.offers = {n: [self.offer(n) for _ in range(POOL)] for n in (1, 2)}
        self.tickets = {n: [self.ticket(n) for _ in range(POOL)] for n in (10, 11, 12)}
        self.films = [self.film() for _ in range(POOL)]
        self.screenings = [self.screening() for _ in range(POOL)]
        self.instants = [START + hour * HOUR for hour in range(25)]

    def hour(self, first: int, last: int) -> datetime:
        return START + self.random.randint(first, last) * HOUR

    def perhaps(self, chance: float, value: Any) -> Any:
        return value if self.random.random() < chance else None

    def territories(self) -> dict[str, Any]:
        rule = self.random.choice(["everywhere", "everywhere", "everywhere", "allow", "deny"])
        listed = frozenset(self.random.sample(CODES, self.random.randint(0, 3)))
        return {"territory_rule": rule, "territories": listed}

    def span(self) -> timedelta:
        return self.random.randint(1, 12) * HOUR

    def offer(self, number: int) -> OfferFacts:
        return OfferFacts(
            offer_id=number,
            audience=self.random.choice(["public", "public", "public", "press", "jury", "school"]),
            opens=self.hour(0, 12),
            closes=self.hour(10, 24),
            close_mode=self.random.choice(["last_start", "hard_stop"]),
            unlock=self.perhaps(0.2, self.span()),
            watch=self.perhaps(0.4, self.span()),
            network_policy=self.random.choice(["any", "any", "refuse_anonymous"]),
            **self.territories(),
        )

    def ticket(self, number: int) -> TicketFacts:
        return TicketFacts(
            ticket_id=number,
            offer_id=self.random.randint(1, 2),
            issued_at=self.hour(0, 12),
            started_at=self.perhaps(0.4, self.hour(4, 24)),
            extended_until=self.perhaps(0.2, self.hour(8, 36)),
            revoked=self.random.random() < 0.1,
        )

    def grant(self) -> GrantFacts:
        return GrantFacts(
            grant_id="",
            use=self.random.choice(["public", "public", "public", "press", "institution"]),
            begins=self.hour(0, 10),
            ends=self.hour(12, 36),
            cap=None,
            holdback_until=self.perhaps(0.3, self.hour(0, 20)),
            holdback_territories=frozenset(self.random.sample(CODES, self.random.randint(0, 2))),
            **self.territories(),
        )

    def film(self) -> FilmFacts:
        return FilmFacts(
            film="",
            required=self.random.random() < 0.7,
            grants=tuple(self.grant() for _ in range(self.random.choice([0, 2, 3, 4, 5]))),
        )

    def screening(self) -> ScreeningFacts:
        return ScreeningFacts(
            edition_state="open" if self.random.random() < 0.95 else "closed",
            publishable=self.random.random() < 0.95,
            withheld=self.random.random() < 0.05,
            runtime=self.perhaps(0.8, 2 * self.random.randint(1, 3) * HOUR),
            films=tuple(self.random.choices(self.films, k=self.random.choice([1, 1, 1, 2]))),
        )

    def case(self) -> dict[str, Any]:
        choose = self.random.choice
        now = self.instants[self.random.randint(6, 22)]
        began = self.random.randint(1, 4)
        return {
            "viewer": VIEWER
            if self.random.random() < 0.97
            else Viewer(authenticated=True, confirmed=False),
            "place": choose(PLACES),
            "screening": choose(self.screenings),
            "offers": [choose(self.offers[n]) for n in choose(((1,), (1, 2)))],
            "tickets": [choose(self.tickets[n]) for n in choose(((10, 11), (10, 11, 12)))],
            "now": now,
            "running_since": choose((None, now - began * HOUR)),
        }


def test_grants_are_those_of_the_slow_model() -> None:
    generator = Generator(SEED)
    granted = 0
    for number in range(CASES):
        facts = generator.case()
        verdict = decide(**facts)
        hours = HORIZON if number % FOLLOWED == 0 else 1
        expected = brute_force.until(facts, hours=hours)
        assert bool(verdict) == (expected is not None), facts
        if isinstance(verdict, Granted):
            granted += 1
            if hours == HORIZON:
                assert verdict.until == expected, facts
    assert CASES // 10 < granted < CASES // 2  # else the cases would tell little
