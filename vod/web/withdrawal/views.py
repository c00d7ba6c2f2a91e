"""Taking a film back: in the studio, and with a code word by whoever was given it."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.exceptions import APIException

from accounts.handwritten import grouped
from catalog.models import Film, Level
from catalog.services import code_words
from catalog.services import withdrawal as withdrawals
from catalog.tries import knocking
from catalog.troubles import TooManyCalls
from vod.web.account.views import person_of
from vod.web.buttons import button_of
from vod.web.teams.views import film_of_team
from vod.web.texts import pick
from vod.web.withdrawal.forms import CodeWordForm, WithdrawForm

Step = Callable[[HttpRequest], None]
asked_again: Callable[[Step], Step] = reauthentication_required  # allauth ships no types


@asked_again
def require_password(request: HttpRequest) -> None:
    """Have her asked, unless she has just shown it: a browser found open destroys no film."""


@never_cache
@require_safe
@login_required
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands, and what can be done."""
    film = film_of_team(request, slug)
    return _page(request, film, form=WithdrawForm(film=film))


@never_cache
@button_of("withdrawal", "slug")
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Pause, hide or erase it, once the yes is ticked."""
    film, user = film_of_team(request, slug), person_of(request)
    form = WithdrawForm(request.POST, film=film)
    if not form.is_valid():
        return _page(request, film, form=form)
    level = Level(form.cleaned_data["level"])
    if level == Level.ERASE:
        require_password(request)
    withdrawals.withdraw(
        film=film,
        level=level,
        people=form.cleaned_data["people"],
        channel=withdrawals.channel_of(user, film=film),
        actor=user,
        now=timezone.now(),
    )
    messages.success(request, gettext("Done. It takes effect now, everywhere within 5 minutes."))
    return redirect("withdrawal", slug=slug)


@never_cache
@button_of("withdrawal", "slug")
@login_required
def lift(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it again."""
    film = film_of_team(request, slug)
    try:
        withdrawals.lift(film=film, actor=person_of(request), now=timezone.now())
    except APIException as refused:
        messages.error(request, str(refused.detail))
    else:
        messages.success(request, gettext("Lifted. It is shown again."))
    return redirect("withdrawal", slug=slug)


@never_cache
@button_of("withdrawal", "slug")
@login_required
def word(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree on a new word. The answer shows it, and nothing keeps it."""
    film = film_of_team(request, slug)
    agreed = grouped(code_words.agree(film=film, now=timezone.now()))
    return _page(request, film, form=WithdrawForm(film=film), word=agreed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_word(request: HttpRequest) -> HttpResponse:
    """The page without a log-in. Whatever is typed, it says the same."""
    form = CodeWordForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/withdrawal/word.html", {"form": form})
    try:
        with knocking(request):
            code_words.call(typed=form.cleaned_data["code"], now=timezone.now())
    except TooManyCalls as refused:
        form.add_error("code", str(refused.detail))
        return render(request, "web/withdrawal/word.html", {"form": form}, status=429)
    return render(request, "web/withdrawal/word.html", {"form": CodeWordForm(), "called": True})


def _page(request: HttpRequest, film: Film, *, form: WithdrawForm, word: str = "") -> HttpResponse:
    context = {
        "film": film,
        "title": pick(film.texts.all(), language=get_language()),
        "standing": withdrawals.standing_of(film=film),
        "form": form,
        "word": word,
        "where": request.build_absolute_uri(reverse("code-word")),
        "agreed": hasattr(film, "code_word"),
    }
    return render(request, "web/withdrawal/withdrawal.html", context)
