"""Addresses that only a button posts to, and that people come back to all the same.

A log-in that ran out in between, the switch of languages and a reload of the address send a GET
there. It is answered with the page that has the button, for 405 is an empty window.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

View = Callable[..., HttpResponse]


def button_of(page: str, *kept: str) -> Callable[[View], View]:
    """Take POST alone, and lead others to `page`, whose address has the arguments `kept`."""

    def decorate(view: View) -> View:
        posted = require_POST(view)

        @wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method in {"GET", "HEAD"}:
                return redirect(page, **{name: arguments[name] for name in kept})
            return posted(request, **arguments)

        return answer

    return decorate
