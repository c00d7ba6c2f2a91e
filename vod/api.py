"""Errors as RFC 9457 problem+json, for every endpoint of ours."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.permissions import SecondFactorRequired
from catalog.denials import AccessDenied, language_asked
from transcoding.storage import StoreUnavailable
from vod.problems import MEDIA_TYPE, RETRY_SECONDS, problem

__all__ = [
    "MEDIA_TYPE",
    "RETRY_SECONDS",
    "StoreBusy",
    "TooLarge",
    "describe_problems",
    "problem",
    "problem_handler",
]

logger = logging.getLogger(__name__)


class StoreBusy(exceptions.APIException):
    """The object store does not answer; the request may be sent again."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "store_unavailable"

    def __init__(self) -> None:
        super().__init__(gettext("The film store is not answering. Please try again shortly."))


class TooLarge(exceptions.APIException):
    """More bytes than any request of this API needs; films go to the store, by signed parts."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self) -> None:
        super().__init__(gettext("This is too large. A subtitle has 5 MB at most."))


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: what DRF knows becomes a problem; the rest stays a 500."""
    if isinstance(error, AccessDenied):
        error.put_into(language_asked(context["request"]))
    error = _as_ours(error, context)
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    members: dict[str, Any] = dict(getattr(error, "extra", {}))
    if isinstance(error, exceptions.ValidationError):
        code, detail = "invalid", gettext("The request is not valid; see errors.")
        members["errors"] = response.data
    else:
        code, detail = str(error.get_codes()), str(error.detail)
    response.data = problem(status_code=response.status_code, code=code, detail=detail, **members)
    response.content_type = MEDIA_TYPE
    if response.status_code == status.HTTP_503_SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _as_ours(error: Exception, context: dict[str, Any]) -> Exception:
    """What other layers raise, as what the API says."""
    if isinstance(error, StoreUnavailable):
        logger.error("store: %s", error)
        return StoreBusy()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, (PermissionDenied, exceptions.PermissionDenied)) and _asleep(context):
        return SecondFactorRequired()
    return exceptions.PermissionDenied() if isinstance(error, PermissionDenied) else error


def _asleep(context: dict[str, Any]) -> bool:
    """Whether staff were refused who have not shown a second factor: then that is what to do."""
    request = context.get("request")
    return bool(getattr(getattr(request, "user", None), "roles_asleep", False))


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say in the OpenAPI schema that every operation may answer with a problem."""
    result["components"].setdefault("schemas", {})["Problem"] = {
        "type": "object",
        "description": "RFC 9457 problem details",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "errors": {"type": "object"},
            "reasons": {"type": "array", "items": {"type": "object"}},
        },
        "example": problem(status_code=404, code="not_found", detail="Not found."),
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"]["default"] = {"description": "A problem", "content": content}
    return result
