"""What is answered when there is nothing, nothing for this person, or when something broke.

Programs are answered as the API answers them (RFC 9457), people with a page.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from redis.exceptions import ConnectionError as CacheAway
from redis.exceptions import TimeoutError as CacheSilent

from vod.problems import MEDIA_TYPE, RETRY_SECONDS, problem

FOR_PROGRAMS = ("/api/", "/play/", "/_allauth/")
AWAY = (CacheAway, CacheSilent, OperationalError, InterfaceError)

logger = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, whether there never was such a page or nobody may know of it."""
    status = HTTPStatus.NOT_FOUND
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(status, code="not_found", detail=gettext("There is nothing here."))
    return render(request, "web/not_found.html", status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, where a page is for others."""
    title = gettext("This page is not for you")
    words = gettext("It is for others. If you should see it, please write to us.")
    return _refused(request, code="permission_denied", title=title, words=words)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, where a form's token does not fit: it was sent again, or is older than the log-in."""
    title = gettext("This form is out of date")
    words = gettext(
        "It was sent once before, or you have logged in or out since. Please open its page again."
    )
    return _refused(request, code="stale_form", title=title, words=words)


class WithoutNul:
    """Middleware: an address with a NUL is none of ours, for PostgreSQL has it in no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The API says which member it is; pages are simply not there."""
        words = (request.path, *(word for pair in request.GET.lists() for word in pair[1]))
        if any("\0" in word for word in words) and not request.path.startswith(FOR_PROGRAMS):
            return not_found(request, Http404())
        return self.get_response(request)


class PartsAway:
    """Middleware: cache or database do not answer. Whoever asks again shortly may be served.

    What needs the cache is refused without it: limits of guessing are counted there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is done beforehand."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503, with the name of what is away in our log alone."""
        if not isinstance(exception, AWAY):
            return None
        logger.error("a part is away: %s", type(exception).__name__)
        response = _broken(request, HTTPStatus.SERVICE_UNAVAILABLE, code="unavailable")
        response["Retry-After"] = str(RETRY_SECONDS)
        return response


def _refused(request: HttpRequest, *, code: str, title: str, words: str) -> HttpResponse:
    status = HTTPStatus.FORBIDDEN
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(status, code=code, detail=words)
    # A form that is out of date is sent again, and needs nobody's help.
    error = code if code == "permission_denied" else ""
    context = {"title": title, "words": words, "error": error}
    return render(request, "web/refused.html", context, status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The page is made without the request: what broke may be the session or the database."""
    return _broken(request, HTTPStatus.INTERNAL_SERVER_ERROR, code="error")


def _broken(request: HttpRequest, status: HTTPStatus, *, code: str) -> HttpResponse:
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(status, code=code, detail=gettext("Something went wrong on our side."))
    return HttpResponse(render_to_string("web/server_error.html"), status=status)


def _problem(status: HTTPStatus, *, code: str, detail: str) -> JsonResponse:
    members = problem(status_code=status.value, code=code, detail=detail)
    return JsonResponse(members, status=status, content_type=MEDIA_TYPE)
