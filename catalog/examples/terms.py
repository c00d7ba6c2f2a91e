"""Examples of terms: offers, rights, and what follows from them."""

from drf_spectacular.utils import OpenApiExample

from catalog.examples.screenings import SCREENING

OFFER = SCREENING.value["offers"][0]
GRANT_TERMS = OpenApiExample(
    "The public everywhere but in France, 300 tickets, not before a premiere",
    value={
        "use": "public",
        "edition": "2026",
        "begins": "2026-11-01T00:00:00Z",
        "ends": "2026-12-01T00:00:00Z",
        "territory_rule": "deny",
        "territories": ["FR"],
        "cap": 300,
        "holdback_until": "2026-11-15T00:00:00Z",
        "holdback_territories": ["CH"],
        "consent_version": "2026-11",
        "consent_on": "2026-10-01",
    },
    request_only=True,
)
GRANT = OpenApiExample(
    "A grant that holds",
    value={
        "id": "p3Kd7sWq1mT9yXc5nZr2Lg",
        "edition": "2026",
        "use": "public",
        "begins": "2026-11-01T00:00:00Z",
        "ends": "2026-12-01T00:00:00Z",
        "territory_rule": "deny",
        "territories": ["FR"],
        "territory_groups": [],
        "cap": 300,
        "holdback_until": "2026-11-15T00:00:00Z",
        "holdback_territories": ["CH"],
        "consent_version": "2026-11",
        "consent_on": "2026-10-01",
        "supersedes": None,
        "superseded_by": None,
        "created_at": "2026-10-02T09:00:00Z",
    },
    response_only=True,
)
OFFER_TERMS = OpenApiExample(
    "A week for the public",
    value={
        "audience": "public",
        "opens_local": "2026-11-20T20:00",
        "closes_local": "2026-11-27T20:00",
        "time_zone": "Europe/Berlin",
        "close_mode": "last_start",
        "watch_seconds": 172800,
        "territory_rule": "deny",
        "territories": ["FR"],
        "free_tickets": True,
    },
    request_only=True,
)
STAFF_OFFER = OpenApiExample(
    "An offer as staff entered it",
    value=OFFER
    | {
        "screening": "T3b0kq9sW1m5yXc7nZr2Lg",
        "opens_local": "2026-11-20T20:00",
        "closes_local": "2026-11-27T20:00",
        "territory_groups": [],
    },
    response_only=True,
)
SHEET = OpenApiExample(
    "An offer that outlasts its film's rights",
    value={
        "offer": "c8Vn2xTq6bKw0yLs4mZd1A",
        "audience": "public",
        "use": "public",
        "opens": "2026-11-20T19:00:00Z",
        "closes": "2026-11-27T19:00:00Z",
        "effective": [
            {
                "begins": "2026-11-20T19:00:00Z",
                "ends": "2026-11-25T00:00:00Z",
                "area": {"rule": "deny", "territories": ["FR"], "but": []},
            }
        ],
        "cap": 300,
        "conflicts": [
            {
                "begins": "2026-11-25T00:00:00Z",
                "ends": "2026-11-27T19:00:00Z",
                "area": {"rule": "deny", "territories": ["FR"], "but": []},
                "code": "after_rights",
                "film": "river",
                "cap": None,
                "message": "The offer closes after the rights end.",
            }
        ],
    },
    response_only=True,
)
EXPLAIN = OpenApiExample(
    "Who holds a ticket, in California, on the last evening",
    value={
        "edition": "2026",
        "viewer": {
            "kind": "ticket_holder",
            "offer": "c8Vn2xTq6bKw0yLs4mZd1A",
            "issued_at": "2026-11-01T12:00:00Z",
        },
        "place": {"country": "US", "region": "US-CA"},
        "at": "2026-11-27T18:30:00Z",
    },
    request_only=True,
)
EXPLAINED = OpenApiExample(
    "A film without rights",
    value={
        "screening": "T3b0kq9sW1m5yXc7nZr2Lg",
        "access": {
            "granted": False,
            "until": None,
            "warning": None,
            "reasons": [
                {
                    "code": "no_rights",
                    "message": "We have no permission from this film's makers to show it.",
                    "retry_at": None,
                    "remedy": None,
                }
            ],
        },
        "facts": [
            {
                "point": "edition",
                "values": {"state": "open"},
                "message": "The edition is open.",
            }
        ],
        "offers": [],
    },
    response_only=True,
)
