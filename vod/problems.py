"""The members of a problem (RFC 9457). Pure; every layer that answers may use it."""

from http import HTTPStatus
from typing import Any, Final

MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 10  # where a 503 knows nothing better


def problem(*, status_code: int, code: str, detail: str, **members: Any) -> dict[str, Any]:
    """The members of a problem: `type`, `title`, `status`, `code`, `detail`, and further ones."""
    return {
        "type": f"urn:cife:problem:{code}",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "code": code,
        "detail": detail,
        **members,
    }
