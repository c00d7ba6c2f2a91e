"""Who may open a page of the desk, and what all of them are given."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

View = Callable[..., HttpResponse]


def desk_page(permission: str) -> Callable[[View], View]:
    """Let staff in who hold a permission; who is not logged in is asked to, as by the admin."""

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission and not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        def behind_log_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # The site is looked up late: Unfold puts its own in the place of Django's.
            answer: HttpResponse = admin.site.admin_view(guarded)(request, *args, **kwargs)
            return answer

        return wraps(view)(behind_log_in)

    return decorated


def shown(
    request: HttpRequest, template: str, *, title: str | Promise, context: dict[str, Any]
) -> HttpResponse:
    """Render a page with sidebar and header."""
    return render(request, template, admin.site.each_context(request) | {"title": title} | context)
