"""Codes for the desk, and where its answers are read. Both without a log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.handwritten import grouped
from accounts.models import User
from catalog import services
from catalog.asking import asked_by
from catalog.models import Screening
from catalog.services import desk
from catalog.tries import guessing
from catalog.troubles import Trouble
from vod.web.buttons import button_of
from vod.web.helping.troubles import trouble_of
from vod.web.tickets.forms import AnswerForm


@never_cache
@button_of("watch", "public_id")
def for_screening(request: HttpRequest, public_id: str) -> HttpResponse:
    """A code on the page of a screening: with its verdict, and what the player knew."""
    now = timezone.now()
    screening = get_object_or_404(Screening.objects.reachable_at(now), public_id=public_id)
    return _made(request, screening)


@never_cache
@button_of("help")
def for_refusal(request: HttpRequest) -> HttpResponse:
    """A code where there is no screening: a voucher that is refused, a page for others."""
    return _made(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """What the desk wrote: by code, and to whoever is logged in what she asked."""
    now = timezone.now()
    form = AnswerForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            with guessing(request):
                found = desk.answers_by_code(form.cleaned_data["code"], now=now)
        except Trouble as refused:
            form.add_error("code", str(refused.detail))
    hers = desk.answers_to(request.user, now=now) if isinstance(request.user, User) else ()
    return render(request, "web/help.html", {"form": form, "found": found, "hers": hers})


def _made(request: HttpRequest, screening: Screening | None) -> HttpResponse:
    made = services.make_support_code(
        asked=asked_by(request, trouble=trouble_of(request)),
        screening=screening,
        now=timezone.now(),
    )
    context = {"code": grouped(made.code), "screening": screening}
    return render(request, "web/support_code.html", context)
