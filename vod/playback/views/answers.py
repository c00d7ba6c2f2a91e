"""Round every view under `/play/TOKEN/`: the token is the log-in; any page may read the answer.

Plain functions: a key is asked for by everybody every half minute, and DRF's layers cost more than
the key. Errors are the API's (RFC 9457).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException

from catalog.denials import AccessDenied, language_asked
from vod.playback.refusals import OverTheMeter
from vod.problems import MEDIA_TYPE, RETRY_SECONDS, problem

View = Callable[..., HttpResponse]
METHODS = {"GET": "GET, HEAD, OPTIONS", "POST": "POST, OPTIONS"}
UNAVAILABLE = 503


def under_token(method: str) -> Callable[[View], View]:
    """A view for one method. Browsers may ask beforehand, whatever the page they are on."""

    def decorate(view: View) -> View:
        @csrf_exempt  # no cookie is looked at
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = "GET" if request.method == "HEAD" else request.method
            if asked == method:
                response = _answered(view, request, *args, **kwargs)
            elif asked == "OPTIONS":
                response = HttpResponse(status=204)
                response["Access-Control-Allow-Methods"] = METHODS[method]
                response["Access-Control-Allow-Headers"] = "Content-Type"
            else:
                detail = gettext("This address takes %(method)s.") % {"method": method}
                response = _problem(status_code=405, code="method_not_allowed", detail=detail)
            if asked != method:
                response["Allow"] = METHODS[method]
            response["Access-Control-Allow-Origin"] = "*"
            response["Referrer-Policy"] = "no-referrer"
            response.setdefault("Cache-Control", "no-store")
            return response

        return answer

    return decorate


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except APIException as error:
        return refusal(request, error)


def refusal(request: HttpRequest, error: APIException) -> HttpResponse:
    """An exception as the problem that the API would answer."""
    if isinstance(error, AccessDenied):
        error.put_into(language_asked(request))
    response = _problem(
        status_code=error.status_code,
        code=str(error.get_codes()),
        detail=str(error.detail),
        **getattr(error, "extra", {}),
    )
    if isinstance(error, OverTheMeter):
        response["Retry-After"] = str(error.retry_seconds)
    elif error.status_code == UNAVAILABLE:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _problem(**members: Any) -> HttpResponse:
    words = problem(**members)
    return JsonResponse(words, status=words["status"], content_type=MEDIA_TYPE)
