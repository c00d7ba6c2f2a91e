"""The conventions, put round every view of the API in one place: no view can forget them."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from rest_framework.views import APIView

from vod.api import MEDIA_TYPE, problem
from vod.conventions.conditions import conditional, tagged
from vod.conventions.idempotency import HEADER, WITHOUT, idempotent

PREFIX: Final = "/api/v1/"
READING: Final = frozenset({"GET", "HEAD"})
WRITERS: Final = {
    "post": idempotent,
    "put": conditional,
    "patch": conditional,
    "delete": conditional,
}
CREDENTIALS: Final = ("Authorization", "X-Session-Token")


class Conventions:
    """Middleware, the innermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say who may keep an answer, and tag it."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = _without_words(request) or self.get_response(request)
        private = _has_credentials(request)
        if not response.has_header("Cache-Control"):
            reading = request.method in READING and not private
            response["Cache-Control"] = "public, no-cache" if reading else "no-store"
        patch_vary_headers(response, CREDENTIALS)
        return tagged(request, response) if request.method in READING else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer what is written by the view with the conventions round its handlers."""
        plain = getattr(view, "cls", None)
        if plain is None or not request.path.startswith(PREFIX) or not _concerns(request):
            return None
        wrapped = with_conventions(plain).as_view(**view.initkwargs)  # type: ignore[attr-defined]
        response: HttpResponse = wrapped(request, *args, **kwargs)
        return response


def _concerns(request: HttpRequest) -> bool:
    if request.method != "POST":
        return request.method in {"PUT", "PATCH", "DELETE"}
    match = request.resolver_match
    return HEADER in request.headers and (match is None or match.url_name not in WITHOUT)


@cache
def with_conventions(view: type[APIView]) -> type[APIView]:
    """The same view; its handlers that write are wrapped, and it has no others."""
    wrapped = {
        name: wrap(getattr(view, name)) for name, wrap in WRITERS.items() if hasattr(view, name)
    }
    return type(view.__name__, (view,), {"__doc__": view.__doc__, **wrapped})


def _without_words(request: HttpRequest) -> HttpResponse | None:
    """Refuse a NUL in the address: it is in no text, and PostgreSQL takes it in none."""
    if "\0" in request.path:
        words = problem(status_code=404, code="not_found", detail=gettext("Not found."))
    elif any("\0" in text for pair in request.GET.lists() for text in (pair[0], *pair[1])):
        detail = gettext("The address holds a character that is in no text.")
        words = problem(status_code=400, code="invalid", detail=detail)
    else:
        return None
    return JsonResponse(words, status=words["status"], content_type=MEDIA_TYPE)


def _has_credentials(request: HttpRequest) -> bool:
    named = any(name in request.headers for name in CREDENTIALS)
    return named or settings.SESSION_COOKIE_NAME in request.COOKIES
