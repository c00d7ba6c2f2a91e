"""Conditional requests (RFC 9110, 13): what did not change is not sent, what did is not written.

An ETag is a digest of the answer's bytes. That costs the queries of an answer and saves its
bytes; columns that count changes would have to be on every row that an answer is made of.
"""

import hashlib
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any, Final

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.views import APIView

from vod.conventions.errors import PreconditionFailed

OK: Final = 200
Handler = Callable[..., Any]
# What a 304 repeats of the answer it stands for (RFC 9110, 15.4.5).
REPEATED: Final = ("Cache-Control", "Content-Location", "Date", "ETag", "Expires", "Vary")


def etag_of(response: HttpResponse) -> str:
    """A strong ETag: the same bytes, the same tag."""
    return f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give an answer its ETag, or nothing but that if the client has it already."""
    if response.status_code != OK or response.streaming:
        return response
    response.headers.setdefault("ETag", etag_of(response))
    etag = response["ETag"]
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if not ("*" in known or etag in {tag.removeprefix("W/") for tag in known}):
        return response
    unchanged = HttpResponseNotModified()
    for name in REPEATED:
        if name in response:
            unchanged[name] = response[name]
    unchanged.cookies = response.cookies
    return unchanged


def conditional(handler: Handler) -> Handler:
    """Wrap the `put`, `patch` or `delete` of a view: writers of one thing come one by one."""

    @wraps(handler)
    def write(view: APIView, request: Request, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            _lock(request.path)
            expected = request.headers.get("If-Match")
            if expected is not None:
                _require(expected, view=view, request=request)
            response = handler(view, request, *args, **kwargs)
            if response.status_code >= 400:  # noqa: PLR2004 - an answer, and yet a refusal
                transaction.set_rollback(True)
            return response

    return write


def _lock(path: str) -> None:
    digest = hashlib.sha256(f"write {path}".encode()).digest()
    with connection.cursor() as cursor:
        number = int.from_bytes(digest[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _require(expected: str, *, view: APIView, request: Request) -> None:
    """Compare with what a GET of the same address gives, also by `all=true`, as staff read."""
    tags = parse_etags(expected)
    own = request._request.META.get("QUERY_STRING", "")  # noqa: SLF001 - to ask it again
    for query in dict.fromkeys((own, "all=true")):
        found = _read(view, request, query=query)
        if found is not None and ("*" in tags or etag_of(found) in tags):
            return
    raise PreconditionFailed


def _read(view: APIView, request: Request, *, query: str) -> HttpResponse | None:
    """What GET answers to the same caller."""
    asked = copy(request._request)  # noqa: SLF001 - the caller's own request, as a GET
    asked.method = "GET"
    asked.META = asked.META | {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
    asked.GET = QueryDict(query)
    response: Any = type(view).as_view()(asked, *view.args, **view.kwargs)
    if response.status_code != OK:
        return None
    rendered: HttpResponse = response.render()
    return rendered
