"""The pages of one's own account."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import second_factor as factors
from accounts import services
from accounts.models import Profile, User
from vod.web.account.forms import ProfileForm
from vod.web.buttons import button_of

NEXT = "next"


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Pseudonym and language of mails."""
    user = person_of(request)
    known = Profile.objects.filter(user=user).first() or Profile()
    initial = {"pseudonym": known.pseudonym, "language": known.language}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.change_profile(user=user, **form.cleaned_data)
        messages.success(request, gettext("Saved."))
        return redirect("account-profile")
    context = {"form": form, "account": user, "asleep": user.roles_asleep}
    return render(request, "web/account/profile.html", context)


@never_cache
@require_safe
@login_required
def logins(request: HttpRequest) -> HttpResponse:
    """Where one is logged in."""
    rows = services.logins_of(
        user=person_of(request), key=request.session.session_key, now=timezone.now()
    )
    return render(request, "web/account/logins.html", {"logins": rows})


@never_cache
@button_of("account-logins")
@login_required
def end_login(request: HttpRequest, digest: str) -> HttpResponse:
    """The button beside a log-in."""
    if not services.end_login(user=person_of(request), digest=digest):
        raise Http404
    messages.success(request, gettext("This log-in has ended."))
    return redirect("account-logins")


@never_cache
@button_of("account-logins")
@login_required
def end_other_logins(request: HttpRequest) -> HttpResponse:
    """The button that ends all but this."""
    services.end_other_logins(user=person_of(request), keep=request.session.session_key)
    messages.success(request, gettext("All other log-ins have ended."))
    return redirect("account-logins")


@never_cache
@require_safe
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """What staff have to do before they may work: set a factor up, or show it."""
    user = person_of(request)
    wanted = destination(request)
    if not user.roles_asleep:
        return redirect(wanted)
    back = urlencode({NEXT: wanted})
    context = {
        "set_up": factors.set_up(user),
        "with_code": f"{reverse('mfa_reauthenticate')}?{back}",
        "with_passkey": f"{reverse('mfa_reauthenticate_webauthn')}?{back}",
    }
    return render(request, "web/account/second_factor.html", context)


def admin_entrance(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """The log-in of the admin site: the usual one, then the second factor."""
    if not request.user.is_authenticated:
        return redirect_to_login(destination(request, otherwise=request.get_full_path()))
    user = person_of(request)
    if user.roles_asleep:
        back = urlencode({NEXT: destination(request, otherwise=reverse("admin:index"))})
        return redirect(f"{reverse('account-second-factor')}?{back}")
    if not admin.site.has_permission(request):
        raise PermissionDenied
    return redirect("admin:index")


def person_of(request: HttpRequest) -> User:
    """The person who is logged in."""
    user: Any = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def destination(request: HttpRequest, *, otherwise: str = "/") -> str:
    """Where somebody wanted to go: a path of ours."""
    wanted = request.GET.get(NEXT, "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise
