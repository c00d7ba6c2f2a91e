"""Examples of tickets, vouchers, passes and bookings for the OpenAPI description."""

from drf_spectacular.utils import OpenApiExample

TICKET = {
    "id": "w9Zk3mTq7bXv1yLs5nRd0A",
    "offer": "c8Vn2xTq6bKw0yLs4mZd1A",
    "origin": "registration",
    "issued_at": "2026-11-19T12:00:00Z",
    "started_at": None,
    "extended_until": None,
}
PASS = {
    "id": "q2Lk3mTq7bXv1yLs5nRd0A",
    "kind": "u6Wb3mTq7bXv1yLs5nRd0A",
    "edition": "2026",
    "audience": "public",
    "most_tickets": 10,
    "issued_at": "2026-11-01T12:00:00Z",
}
OWN_TICKET = OpenApiExample(
    "One of my tickets",
    value=TICKET | {"screening": "T3b0kq9sW1m5yXc7nZr2Lg", "revoked_at": None},
    response_only=True,
)
AVAILABILITY = OpenApiExample("A few seats left", value={"availability": "few"}, response_only=True)
REDEEM = OpenApiExample(
    "As it was copied from a card",
    value={"code": "3acd ef4g hj67", "accept_terms": True},
    request_only=True,
)
ADMITTED = OpenApiExample(
    "A ticket for somebody who had no account",
    value={
        "ticket": TICKET | {"origin": "voucher"},
        "pass": None,
        "return_code": "3ACD-EF4G-HJ67-KMNP-QRTW",
    },
    response_only=True,
)
BATCH = OpenApiExample(
    "Two hundred vouchers for one screening",
    value={
        "id": "b1Zk3mTq7bXv1yLs5nRd0A",
        "edition": "2026",
        "tag": "Friends of the museum",
        "offers": ["c8Vn2xTq6bKw0yLs4mZd1A"],
        "pass_kind": None,
        "max_uses": 1,
        "valid_from": None,
        "valid_until": "2026-12-01T00:00:00Z",
        "reserves_seats": True,
        "created_at": "2026-11-01T12:00:00Z",
        "revoked_at": None,
        "vouchers": 200,
        "used": 41,
    },
    response_only=True,
)
NEW_BATCH = OpenApiExample(
    "Two hundred vouchers for one screening",
    value={
        "edition": "2026",
        "count": 200,
        "offers": ["c8Vn2xTq6bKw0yLs4mZd1A"],
        "tag": "Friends of the museum",
        "valid_until": "2026-12-01T00:00:00Z",
        "reserves_seats": True,
    },
    request_only=True,
)
MY_PASS = OpenApiExample("A pass for ten films", value=PASS, response_only=True)
PASS_KIND = OpenApiExample(
    "A pass for ten films",
    value={
        "id": "u6Wb3mTq7bXv1yLs5nRd0A",
        "edition": "2026",
        "slug": "ten",
        "audience": "public",
        "programmes": [],
        "most_tickets": 10,
        "texts": {"en": {"title": "Pass for ten films"}},
    },
)
QUOTA = OpenApiExample(
    "Seats that the public and schools share",
    value={
        "id": "n4Wb3mTq7bXv1yLs5nRd0A",
        "edition": "2026",
        "name": "River, all seats",
        "size": 300,
        "offers": ["c8Vn2xTq6bKw0yLs4mZd1A"],
        "taken": 212,
        "left": 88,
    },
    response_only=True,
)
APPLICATION = OpenApiExample(
    "A critic",
    value={"edition": "2026", "kind": "press", "statement": "I write for a weekly in Lyon."},
    request_only=True,
)
ACCREDITATION = OpenApiExample(
    "A critic, not decided yet",
    value={
        "id": "m8Wb3mTq7bXv1yLs5nRd0A",
        "edition": "2026",
        "kind": "press",
        "state": "applied",
        "statement": "I write for a weekly in Lyon.",
        "applied_at": "2026-11-01T12:00:00Z",
        "decided_at": None,
        "valid_until": None,
    },
    response_only=True,
)
APPLICANT = OpenApiExample(
    "The same, as staff see it",
    value=ACCREDITATION.value | {"user": "w9Zk3mTq7bXv1yLs5nRd0A", "pseudonym": "河边人"},
    response_only=True,
)
BOOKING = OpenApiExample(
    "Forty places, of which some are taken",
    value={
        "id": "k3Wb3mTq7bXv1yLs5nRd0A",
        "organisation": "r5Wb3mTq7bXv1yLs5nRd0A",
        "offer": "c8Vn2xTq6bKw0yLs4mZd1A",
        "mode": "individual",
        "seats": 40,
        "taken": 17,
        "headcount": None,
        "join_code": "3ACD-EF4G-HJ67",
        "created_at": "2026-11-01T12:00:00Z",
    },
    response_only=True,
)
SALE = OpenApiExample(
    "A seat that was sold",
    value={
        "external_ref": "order-2231-1",
        "claim_code": "3ACD-EF4G-HJ67",
        "sold_at": "2026-11-01T12:00:00Z",
        "refunded_at": None,
    },
    response_only=True,
)
SELL = OpenApiExample(
    "Sell a seat",
    value={"external_ref": "order-2231-1", "offer": "c8Vn2xTq6bKw0yLs4mZd1A"},
    request_only=True,
)
SUPPORT_CODE = OpenApiExample(
    "For the desk",
    value={"code": "3ACD-EF4G-HJ67", "expires_at": "2026-11-22T12:00:00Z"},
    response_only=True,
)
SHOWN_VERDICT = OpenApiExample(
    "Somebody in France, where the film may not be shown",
    value={
        "at": "2026-11-20T12:00:00Z",
        "screening": "T3b0kq9sW1m5yXc7nZr2Lg",
        "access": {
            "granted": False,
            "until": None,
            "warning": None,
            "reasons": [
                {
                    "code": "wrong_territory",
                    "message": "This film may not be shown where you are: "
                    "its rights end at that border.",
                    "retry_at": None,
                    "remedy": "change_place",
                }
            ],
        },
        "facts": [
            {
                "point": "place",
                "values": {"country": "FR", "region": None, "network": "ordinary"},
                "message": "The request came from France.",
            }
        ],
        "offers": [],
        "trouble": {"browser": "firefox", "device": "phone"},
        "language": "zh-Hant",
    },
    response_only=True,
)
TROUBLE = OpenApiExample(
    "A player that could not decode the film",
    value={
        "error": "not_decodable",
        "status": 0,
        "stream_error": "bufferAppendError",
        "rung": 720,
        "buffer_seconds": 12,
        "line_kbps": 3400,
    },
    request_only=True,
)
CANNED = OpenApiExample("In canned words", value={"canned": "slow-line"}, request_only=True)
OWN_WORDS = OpenApiExample(
    "In one's own", value={"text": "We saw it too, and are at it."}, request_only=True
)
GRANT = OpenApiExample("Let her in by a staff ticket", value={"kind": "ticket"}, request_only=True)
GRANT_TIME = OpenApiExample(
    "Another evening",
    value={"kind": "extend", "until": "2026-11-28T22:00:00Z"},
    request_only=True,
)
