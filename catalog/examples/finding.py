"""Examples of search, export and import for the OpenAPI description."""

from drf_spectacular.utils import OpenApiExample

SEARCH = OpenApiExample(
    "What “he” finds",
    value={
        "query": "he",
        "match": "exact",
        "total": 1,
        "page": 1,
        "pages": 1,
        "results": [
            {
                "type": "film",
                "id": "5Jx0cCzPjvSyKqQK0rmS3g",
                "slug": "river",
                "year": 2019,
                "titles": [
                    {"language": "zh-Hans", "pieces": [{"text": "河", "match": True}]},
                    {"language": "en", "pieces": [{"text": "River", "match": False}]},
                ],
                "excerpt": None,
                "people": [
                    {
                        "id": "aXnK1pZb0y8m9Qd3c2Vt7w",
                        "slug": "zhang-san",
                        "names": {"zh-Hans": {"name": "张三"}},
                    }
                ],
                "availability": "open",
            }
        ],
        "facets": [
            {
                "name": "genre",
                "values": [
                    {
                        "value": "documentary",
                        "count": 1,
                        "selected": False,
                        "texts": {"zh-Hans": "纪录片", "en": "Documentary"},
                    }
                ],
            }
        ],
    },
    response_only=True,
)
IMPORT = OpenApiExample(
    "A dry run that found a mistake",
    value={
        "written": False,
        "findings": [
            {
                "noun": "films",
                "line": 7,
                "column": "countries",
                "code": "not_a_country",
                "error": True,
                "messages": {
                    "en": "“China” is not a country code like CN.",
                    "zh-Hans": "“China”不是 CN 这样的国家或地区代码。",
                },
            }
        ],
        "records": [{"noun": "films", "created": 3, "changed": 1, "unchanged": 20}],
    },
    response_only=True,
)
