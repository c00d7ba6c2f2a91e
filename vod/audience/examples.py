"""Examples for the OpenAPI description."""

from drf_spectacular.utils import OpenApiExample

_CURVE = [98, 97, 95, 93, 92, 90, 89, 88, 86, 85, 84, 83, 82, 82, 81, 80, 79, 78, 77, 74]
_COUNTRIES = {"FR": 21, "DE": 9, "": 12}
REPORT = OpenApiExample(
    "A film after its first weekend",
    value={
        "film": "a-river",
        "fewest": 5,
        "plays": 51,
        "viewers": 42,
        "countries": _COUNTRIES,
        "completion": _CURVE,
        "screenings": [
            {
                "screening": "T3b0kq9sW1m5yXc7nZr2Lg",
                "item": "m0Qy7sVd4xKp1tWb9cZn3A",
                "edition": "2026",
                "viewers": 42,
                "audience": [
                    {
                        "first_day": "2026-11-20",
                        "last_day": "2026-11-22",
                        "plays": 51,
                        "viewers": 42,
                        "viewers_to_date": 42,
                        "countries": _COUNTRIES,
                        "completion": _CURVE,
                    }
                ],
                "quality": [
                    {
                        "first_day": "2026-11-20",
                        "last_day": "2026-11-22",
                        "sessions": 47,
                        "startup_median_ms": 1300,
                        "startup_p95_ms": 3900,
                        "rebuffer_permille": 4,
                        "mean_kbps": 2900,
                        "errors": 3,
                        "failed_permille": 21,
                    }
                ],
            }
        ],
        "caps": [{"use": "public", "edition": "2026", "size": 300, "taken": 42}],
    },
    response_only=True,
)
