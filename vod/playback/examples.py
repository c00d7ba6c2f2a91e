"""Examples for the OpenAPI description."""

from drf_spectacular.utils import OpenApiExample

_ITEM = "m0Qy7sVd4xKp1tWb9cZn3A"
_PLAY = "https://cinema.example/play/4pQk0sWm6tYb1nVx8dLz2AqR7cHg3uJe5fXo9iTbSyE"
_OTHER = {
    "id": "w9Zk3mTq7bXv1yLs5nRd0A",
    "started_at": "2026-11-20T19:02:11Z",
    "screening": {"id": "T3b0kq9sW1m5yXc7nZr2Lg", "title": "River"},
}

BEGIN = OpenApiExample(
    "A certain film of a block, and the session on another device ends",
    value={"item": _ITEM, "end": [_OTHER["id"]]},
    request_only=True,
)
SESSION = OpenApiExample(
    "A film that was begun yesterday, on another device",
    value={
        "id": "5Jx0cCzPjvSyKqQK0rmS3g",
        "manifest_url": f"{_PLAY}/master.m3u8",
        "heartbeat_url": f"{_PLAY}/heartbeat",
        "end_url": f"{_PLAY}/end",
        "cmcd_url": f"{_PLAY}/cmcd",
        "storyboard_url": f"{_PLAY}/storyboard.vtt",
        "heartbeat_seconds": 20,
        "lease_until": "2026-11-21T20:01:00Z",
        "granted_until": "2026-11-22T19:02:11Z",
        "urls_until": "2026-11-22T20:00:00Z",
        "watch_until": "2026-11-22T19:02:11Z",
        "watch_starts_after_seconds": None,
        "closes_at": None,
        "mark": None,
        "items": [
            {
                "id": _ITEM,
                "manifest_url": f"{_PLAY}/{_ITEM}/master.m3u8",
                "storyboard_url": f"{_PLAY}/{_ITEM}/storyboard.vtt",
                "resume_seconds": 1812,
            }
        ],
        "resume_item": _ITEM,
    },
    response_only=True,
)
TOO_MANY_STREAMS = OpenApiExample(
    "Somebody who watches on another device",
    value={
        "type": "urn:cife:problem:too_many_streams",
        "title": "Conflict",
        "status": 409,
        "code": "too_many_streams",
        "detail": "You are already watching on another device. End that to watch here.",
        "sessions": [_OTHER],
    },
    response_only=True,
)
STAFF_VIEW = OpenApiExample(
    "A programmer",
    value={"at": "2026-11-12T09:30:00Z", "role": "programmer", "viewer": "oUpBcHEMfbm3Rv2XkXcFXw"},
    response_only=True,
)
