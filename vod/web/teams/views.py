"""A film's team: who is on it, who is asked in, and the link by which one comes in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException

from catalog import services
from catalog.models import Film, TeamRole
from vod.playback import services as playback
from vod.web.account.views import person_of
from vod.web.buttons import button_of
from vod.web.texts import pick

OPENED = "invitation"  # in the session: the digest of the token of the link that was opened


@never_cache
@require_safe
@login_required
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is on the team, and which invitations are open."""
    return _page(request, film_of_team(request, slug))


@never_cache
@require_safe
@login_required
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the staff watched the film on the terms of the staff."""
    film = film_of_team(request, slug)
    context = {
        "film": film,
        "title": pick(film.texts.all(), language=get_language()),
        "views": playback.staff_views_of(film),
    }
    return render(request, "web/teams/seen.html", context)


@never_cache
@button_of("team", "slug")
@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """The button that makes a link. The answer shows it, and nothing keeps it."""
    film = film_of_team(request, slug)
    try:
        role = TeamRole(request.POST.get("role", ""))
        given = services.invite(film=film, role=role, now=timezone.now())
    except ValueError as unknown:
        raise Http404 from unknown
    except services.TooManyInvitations as refused:
        messages.error(request, str(refused.detail))
        return redirect("team", slug=slug)
    path = reverse("invitation-link", args=[given.token])
    return _page(request, film, link=request.build_absolute_uri(path))


@never_cache
@button_of("team", "slug")
@login_required
def withdraw(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The button beside an open invitation."""
    film = film_of_team(request, slug)
    if services.withdraw_invitation(film=film, public_id=public_id):
        messages.success(request, gettext("The link is worthless now."))
    return redirect("team", slug=slug)


@never_cache
@button_of("team", "slug")
@login_required
def remove(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The button beside a member."""
    film = film_of_team(request, slug)
    user = person_of(request)
    try:
        services.remove_member(film=film, public_id=public_id, actor=user, now=timezone.now())
    except services.LastMember as refused:
        messages.error(request, str(refused.detail))
    if services.may_see_team(user, film):
        return redirect("team", slug=slug)
    return redirect("studio")


@never_cache
@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link as it was sent: its token leaves the address bar at once."""
    request.session[OPENED] = services.invitation_digest(token)
    return redirect("invitation-page")


@never_cache
@require_safe
def invitation(request: HttpRequest) -> HttpResponse:
    """What one is asked into. Whoever has not logged in is told to, and no title."""
    context: dict[str, object] = {}
    if request.user.is_authenticated:
        try:
            opened = services.invitation_by(_opened(request), now=timezone.now())
        except services.InvitationGone as gone:
            context["gone"] = str(gone.detail)
        else:
            context["invitation"] = opened
            context["title"] = pick(opened.film.texts.all(), language=get_language())
    return render(request, "web/teams/invitation.html", context)


@never_cache
@button_of("invitation-page")
@login_required
def accept(request: HttpRequest) -> HttpResponse:
    """The yes."""
    try:
        services.accept_invitation(
            digest=_opened(request), user=person_of(request), now=timezone.now()
        )
    except APIException as refused:
        messages.error(request, str(refused.detail))
        return redirect("invitation-page")
    request.session.pop(OPENED, None)
    messages.success(request, gettext("You are on the team now."))
    return redirect("studio")


def film_of_team(request: HttpRequest, slug: str) -> Film:
    """A film on whose team she is, or any for staff; others do not learn that it is."""
    film = get_object_or_404(Film, slug=slug)
    if not services.may_see_team(person_of(request), film):
        raise Http404
    return film


def _page(request: HttpRequest, film: Film, *, link: str = "") -> HttpResponse:
    context = {
        "film": film,
        "title": pick(film.texts.all(), language=get_language()),
        "members": services.team_of(film),
        "invitations": services.invitations_to(film, now=timezone.now()),
        "roles": TeamRole.values,
        "link": link,
    }
    return render(request, "web/teams/team.html", context)


def _opened(request: HttpRequest) -> str:
    digest: str = request.session.get(OPENED, "")
    return digest
