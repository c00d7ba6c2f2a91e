"""Examples of what is shown."""

from drf_spectacular.utils import OpenApiExample

SCREENING = OpenApiExample(
    "A screening that opens tomorrow, seen by somebody without a ticket",
    value={
        "id": "T3b0kq9sW1m5yXc7nZr2Lg",
        "edition": "2026",
        "programme": "shorts",
        "texts": {},
        "items": [
            {
                "id": "m0Qy7sVd4xKp1tWb9cZn3A",
                "position": 0,
                "kind": "film",
                "version": "hV3nq0Wm6tYb1sLk8dZx2A",
                "film": {
                    "id": "5Jx0cCzPjvSyKqQK0rmS3g",
                    "slug": "river",
                    "year": 2019,
                    "runtime_seconds": 5400,
                    "texts": {"zh-Hans": {"title": "河"}, "en": {"title": "River"}},
                },
            }
        ],
        "offers": [
            {
                "id": "c8Vn2xTq6bKw0yLs4mZd1A",
                "audience": "public",
                "opens": "2026-11-20T19:00:00Z",
                "closes": "2026-11-27T19:00:00Z",
                "time_zone": "Europe/Berlin",
                "close_mode": "last_start",
                "unlock_seconds": None,
                "watch_seconds": 172800.0,
                "territory_rule": "deny",
                "territories": ["FR"],
                "network_policy": "any",
                "free_tickets": True,
            }
        ],
        "access": {
            "granted": False,
            "until": None,
            "warning": None,
            "reasons": [
                {
                    "code": "no_ticket",
                    "message": "You need a ticket for this screening.",
                    "retry_at": None,
                    "remedy": "get_ticket",
                },
                {
                    "code": "not_open_yet",
                    "message": "This screening has not opened yet. "
                    "It opens on 20 November 2026 at 19:00 UTC.",
                    "retry_at": "2026-11-20T19:00:00+00:00",
                    "remedy": "wait",
                },
            ],
        },
    },
    response_only=True,
)
TICKET = OpenApiExample(
    "A ticket, not used yet",
    value={
        "id": "w9Zk3mTq7bXv1yLs5nRd0A",
        "offer": "c8Vn2xTq6bKw0yLs4mZd1A",
        "origin": "registration",
        "issued_at": "2026-11-19T12:00:00Z",
        "started_at": None,
        "extended_until": None,
    },
    response_only=True,
)
UPLOAD = OpenApiExample("A master of 100 GB", value={"size": 107374182400}, request_only=True)
SUBTITLE = OpenApiExample(
    "English subtitles",
    value={
        "language": "en",
        "kind": "subtitles",
        "text": "WEBVTT\n\n00:01.000 --> 00:04.000\nThe river rises.\n",
    },
    request_only=True,
)
