"""What is answered when there is nothing, or when something broke.

Programs are answered as the API answers them (RFC 9457), people with a page. The API's own module
stands above this one, so the few members of a problem are built here.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext

FOR_PROGRAMS = ("/api/", "/play/", "/_allauth/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, whether there never was such a page or nobody may know of it."""
    status = HTTPStatus.NOT_FOUND
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(status, code="not_found", detail=gettext("There is nothing here."))
    return render(request, "web/not_found.html", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. The page is made without the request: what broke may be the session or the database."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    detail = gettext("Something went wrong on our side.")
    if request.path.startswith(FOR_PROGRAMS):
        return _problem(status, code="error", detail=detail)
    return HttpResponse(render_to_string("web/server_error.html"), status=status)


def _problem(status: HTTPStatus, *, code: str, detail: str) -> JsonResponse:
    members = {
        "type": f"urn:cife:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": detail,
    }
    return JsonResponse(members, status=status, content_type="application/problem+json")
