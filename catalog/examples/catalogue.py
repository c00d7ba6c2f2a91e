"""Examples of what stands in the catalogue, for the OpenAPI description."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

PERSON_LINE: dict[str, Any] = {
    "id": "aXnK1pZb0y8m9Qd3c2Vt7w",
    "slug": "zhang-san",
    "names": {"zh-Hans": {"name": "张三"}, "en": {"name": "Zhang San"}},
}
PERIOD_LINE: dict[str, Any] = {
    "id": "Q4sWq1yTz8nKc0mRb7Lx2A",
    "slug": "first-decade",
    "first_year": 1990,
    "last_year": 1999,
    "texts": {"zh-Hans": {"title": "第一个十年"}, "en": {"title": "The first decade"}},
}
ESSAY_LINE: dict[str, Any] = {
    "id": "u7RkX2vNq0yWs5TbLm1c9g",
    "slug": "what-independent-means",
    "year": 2026,
    "authors": [PERSON_LINE],
    "texts": {"en": {"title": "What “independent” means here", "abstract": "…"}},
}
STILL_SHOWN: dict[str, Any] = {
    "id": "Zk2v8QnXy0sWt5RbLc7m1A",
    "url": "https://store.example.org/media/stills/Vw3.jpg?X-Amz-Expires=3600&X-Amz-Signature=0",
    "small_url": "https://store.example.org/media/stills/Vw3-small.jpg?X-Amz-Expires=3600",
    "width": 1920,
    "height": 1080,
    "position": 0,
    "visibility": "public",
    "reveal_at": None,
    "texts": {"en": {"description": "A man at a river, seen from behind", "credit": ""}},
}
FILM_SHOWN: dict[str, Any] = {
    "id": "5Jx0cCzPjvSyKqQK0rmS3g",
    "slug": "river",
    "year": 2019,
    "runtime_seconds": 5400,
    "texts": {"zh-Hans": {"title": "河"}, "en": {"title": "River"}},
}
FILM_IN_A_LIST = FILM_SHOWN | {
    "countries": ["CN"],
    "languages": ["zh"],
    "directors": [PERSON_LINE],
    "still": STILL_SHOWN,
}
THEME: dict[str, Any] = {
    "kind": "theme",
    "slug": "migration",
    "texts": {"zh-Hans": {"name": "迁徙"}, "en": {"name": "Migration"}},
}
EDITION = OpenApiExample(
    "An edition",
    value={
        "slug": "2026",
        "year": 2026,
        "time_zone": "Europe/Berlin",
        "state": "open",
        "first_day": "2026-11-20",
        "last_day": "2026-11-30",
        "texts": {
            "zh-Hans": {"title": "第十八届中国独立电影展", "statement": "……"},
            "en": {"title": "18th Chinese Independent Film Exhibition", "statement": "…"},
        },
        "programmes": [
            {
                "slug": "shorts",
                "position": 1,
                "texts": {"en": {"title": "Shorts", "statement": ""}},
            }
        ],
    },
    response_only=True,
)
FILM = OpenApiExample(
    "A film",
    value={
        "id": "5Jx0cCzPjvSyKqQK0rmS3g",
        "slug": "river",
        "year": 2019,
        "countries": ["CN", "FR"],
        "languages": ["zh", "bo"],
        "runtime_seconds": 5400,
        "visibility": "public",
        "reveal_at": None,
        "indexable": False,
        "texts": {"zh-Hans": {"title": "河", "synopsis": "……"}},
        "credits": [{"role": "director", "person": PERSON_LINE}],
        "versions": [{"id": "hV3nq0Wm6tYb1sLk8dZx2A", "kind": "festival_cut"}],
        "trailer": None,
        "terms": [THEME],
        "stills": [STILL_SHOWN],
        "periods": [PERIOD_LINE],
        "essays": [ESSAY_LINE],
    },
    response_only=True,
)
FILM_LINE = OpenApiExample("A film in a list", value=FILM_IN_A_LIST, response_only=True)
FILM_WRITTEN = OpenApiExample(
    "A film, written by staff",
    value={
        "slug": "river",
        "year": 2019,
        "countries": ["CN"],
        "languages": ["zh"],
        "visibility": "hidden",
        "texts": {"zh-Hans": {"title": "河"}, "en": {"title": "River", "synopsis": "…"}},
        "credits": [{"person": "zhang-san", "role": "director"}],
        "terms": [{"kind": "theme", "slug": "migration"}],
    },
    request_only=True,
)
STILL = OpenApiExample("A still", value=STILL_SHOWN, response_only=True)
TERM = OpenApiExample(
    "A theme of twelve films", value=THEME | {"position": 0, "films": 12}, response_only=True
)
PERSON = OpenApiExample(
    "A person's page",
    value=PERSON_LINE
    | {
        "names": {"zh-Hans": {"name": "张三", "biography": "……"}},
        "visibility": "public",
        "reveal_at": None,
        "indexable": False,
        "filmography": [{"role": "director", "film": FILM_SHOWN}],
        "periods": [PERIOD_LINE],
        "essays": [],
        "essays_about": [ESSAY_LINE],
    },
    response_only=True,
)
PERIOD = OpenApiExample(
    "A period of the timeline",
    value=PERIOD_LINE
    | {
        "films": 14,
        "people": 20,
        "essays": 2,
        "texts": {"en": {"title": "The first decade", "summary": "…"}},
    },
    response_only=True,
)
ESSAY = OpenApiExample(
    "An essay",
    value=ESSAY_LINE
    | {
        "visibility": "public",
        "reveal_at": None,
        "indexable": True,
        "texts": {
            "en": {
                "title": "What “independent” means here",
                "abstract": "…",
                "body": "## A word\n…",
            }
        },
        "period": PERIOD_LINE,
        "films": [FILM_IN_A_LIST],
        "people": [],
    },
    response_only=True,
)
SCREENING_WRITTEN = OpenApiExample(
    "A block of a film and a conversation, written by staff",
    value={
        "edition": "2026",
        "programme": "shorts",
        "texts": {"en": {"title": "Rivers", "note": ""}},
        "items": [
            {"version": "hV3nq0Wm6tYb1sLk8dZx2A", "kind": "film", "on_unavailable": "deny"},
            {"version": "m0Qy7sVd4xKp1tWb9cZn3A", "kind": "conversation", "on_unavailable": "skip"},
        ],
    },
    request_only=True,
)
