"""One's own data, as a file or gone. It stands above all apps, since each of them holds some."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vod import privacy
from vod.web.account.views import person_of
from vod.web.buttons import View, button_of

FILE = "cinema-data.json"
asked_again: Callable[[View], View] = reauthentication_required  # allauth ships no types


@never_cache
@require_safe
@login_required
@asked_again
def own_data(request: HttpRequest) -> HttpResponse:
    """What can be done, and what stays."""
    return render(request, "web/account/data.html", {"file": FILE})


@never_cache
@button_of("own-data")
@login_required
@asked_again
def export(request: HttpRequest) -> HttpResponse:
    """Everything that is found from this account."""
    response = JsonResponse(
        privacy.export(person_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


@never_cache
@button_of("own-data")
@login_required
@asked_again
def erase(request: HttpRequest) -> HttpResponse:
    """Forget her now, if she has said that she means it."""
    if request.POST.get("sure") != "yes":
        messages.error(request, gettext("Please tick the box if you mean it."))
        return redirect("own-data")
    user = person_of(request)
    try:
        privacy.erase(user, timezone.now())
    except privacy.LastAdmin:
        messages.error(request, gettext("You are the last admin. Make somebody else one first."))
        return redirect("own-data")
    logout(request)
    messages.success(request, gettext("Your account and all that led to you are gone."))
    return redirect("/")
