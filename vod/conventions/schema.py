"""The conventions in the API's description, at every operation that has them."""

import re
from typing import Any, Final

from django.urls import resolve

from vod.conventions.idempotency import HEADER, LONGEST, REPLAYED, SHORTEST, WITHOUT

WRITING: Final = frozenset({"put", "patch", "delete"})
EXAMPLE_ETAG: Final = '"9e107d9d372bb6826bd81d3542a419d6"'
ETAG: Final = {
    "description": "Stands for this answer; for If-None-Match and If-Match",
    "schema": {"type": "string"},
    "example": EXAMPLE_ETAG,
}
KEY: Final = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Made at random for each thing to create. Sent again within a day, the request "
    "creates nothing and gives the same answer. Another request with it: 422 "
    "`idempotency_key_reused`; while the first runs: 409 `idempotency_in_progress`.",
    "schema": {
        "type": "string",
        "minLength": SHORTEST,
        "maxLength": LONGEST,
        "pattern": f"^[!-~]{{{SHORTEST},{LONGEST}}}$",
    },
}
IF_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of what is to be written; 412 `precondition_failed` if it changed.",
    "schema": {"type": "string"},
    "example": EXAMPLE_ETAG,
}


def describe_headers(result: dict[str, Any], generator: Any, **_: Any) -> dict[str, Any]:
    """Add Idempotency-Key, If-Match and ETag; and say what nobody has to log in for."""
    for path, _regex, method, view in generator._get_paths_and_endpoints():  # noqa: SLF001 - no other way to the views
        if method == "GET" and any(
            getattr(permission, "anonymous_reads", False) for permission in view.permission_classes
        ):
            operation = result["paths"].get(path, {}).get("get", {})
            operation.setdefault("security", []).append({})
    for path, operations in result["paths"].items():
        for verb, operation in operations.items():
            if verb == "post" and _route(path) not in WITHOUT:
                _describe_key(operation)
            elif verb in WRITING:
                operation.setdefault("parameters", []).append(dict(IF_MATCH))
            elif verb == "get" and "200" in operation["responses"]:
                operation["responses"]["200"].setdefault("headers", {})["ETag"] = dict(ETAG)
                operation["responses"]["304"] = {"description": "Not modified since If-None-Match"}
    return result


def _describe_key(operation: dict[str, Any]) -> None:
    operation.setdefault("parameters", []).append(dict(KEY))
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response.setdefault("headers", {})[REPLAYED] = {
                "description": "The answer was given before",
                "schema": {"type": "string", "enum": ["true"]},
            }


def _route(path: str) -> str | None:
    """The name of the address."""
    return resolve(re.sub(r"{[^}]+}", "1", path)).url_name
