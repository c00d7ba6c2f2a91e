"""Facts to decide on: a plain case that is granted, to be changed in one point a test."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.access import (
    FilmFacts,
    GrantFacts,
    OfferFacts,
    Place,
    ScreeningFacts,
    TicketFacts,
    Verdict,
    Viewer,
    decide,
)
from catalog.verdict import BEGINNING, FOREVER

OPENS = datetime(2026, 11, 20, 19, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=7)
NOW = OPENS + timedelta(days=1)
HOUR = timedelta(hours=1)

VIEWER = Viewer(authenticated=True, confirmed=True)
ANONYMOUS = Viewer(authenticated=False, confirmed=False)
BERLIN = Place(country="DE", region="DE-BE", network="ordinary")
NOWHERE = Place(country=None, region=None, network="unknown")
GRANT = GrantFacts(
    grant_id="grant",
    use="public",
    begins=BEGINNING,
    ends=FOREVER,
    territory_rule="everywhere",
    territories=frozenset(),
    cap=None,
    holdback_until=None,
    holdback_territories=frozenset(),
)
FILM = FilmFacts(
    film="river",
    required=True,
    grants=tuple(replace(GRANT, use=use) for use in ("public", "press", "institution")),
)
SCREENING = ScreeningFacts(edition_state="open", publishable=True, runtime=2 * HOUR, films=(FILM,))
OFFER = OfferFacts(
    offer_id=1,
    audience="public",
    opens=OPENS,
    closes=CLOSES,
    close_mode="hard_stop",
    unlock=None,
    watch=None,
    territory_rule="everywhere",
    territories=frozenset(),
    network_policy="any",
)
TICKET = TicketFacts(
    ticket_id=10,
    offer_id=1,
    issued_at=OPENS - timedelta(days=3),
    started_at=None,
    extended_until=None,
    revoked=False,
)


def offer(**changes: Any) -> OfferFacts:
    return replace(OFFER, **changes)


def ticket(**changes: Any) -> TicketFacts:
    return replace(TICKET, **changes)


def grant(**changes: Any) -> GrantFacts:
    return replace(GRANT, **changes)


def film(*grants: GrantFacts, **changes: Any) -> FilmFacts:
    """A film with these grants and no others."""
    return replace(FILM, grants=grants, **changes)


def screening(**changes: Any) -> ScreeningFacts:
    return replace(SCREENING, **changes)


def verdict(**changes: Any) -> Verdict:
    """What `decide` says of the plain case with some facts changed."""
    facts: dict[str, Any] = {
        "viewer": VIEWER,
        "place": BERLIN,
        "screening": SCREENING,
        "offers": [OFFER],
        "tickets": [TICKET],
        "now": NOW,
    }
    return decide(**(facts | changes))


def codes(given: Verdict) -> list[str]:
    """The reasons of a denial, in order; of a grant, none."""
    return [] if given else [refusal.reason.value for refusal in given.reasons]
