"""The pages' views: one domain call each; the clock is read here.

No page is kept by a cache: it depends on who asks, and a film that is withdrawn has to be gone.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from catalog import services
from catalog.finding.queries import LONGEST_QUERY
from catalog.places import place_of
from catalog.serializers import SearchQuerySerializer
from vod.web import player, reports, watching
from vod.web import programme as programmes
from vod.web import search as searching
from vod.web import studio as studios
from vod.web.buttons import button_of
from vod.web.listing import Reader
from vod.web.uploading import settings_of_studio


@never_cache
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """What is on."""
    editions = programmes.editions(reader_of(request))
    indexed = programmes.may_be_indexed(editions)
    return render(request, "web/programme.html", {"editions": editions, "indexed": indexed})


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search. Of an address that somebody changed by hand, the words alone are taken."""
    asked = SearchQuerySerializer(data=request.GET)
    if not asked.is_valid():
        asked = SearchQuerySerializer(data={"q": request.GET.get("q", "")[:LONGEST_QUERY]})
        asked.is_valid(raise_exception=True)
    page = searching.search_page(
        request.GET,
        text=asked.validated_data["q"],
        chosen=asked.chosen(),
        page=asked.validated_data["page"],
        reader=reader_of(request),
    )
    return render(request, "web/search.html", {"page": page})


@never_cache
@require_safe
def watch(request: HttpRequest, public_id: str) -> HttpResponse:
    """A screening: the player, or what is missing."""
    page = watching.watch_page(public_id, reader=reader_of(request))
    if page is None:
        raise Http404
    item = next((i for i in page.items if i.public_id == request.GET.get("item")), None)
    context = {"page": page, "item": item, "player": player.settings_of(page, item=item)}
    return render(request, "web/watch.html", context)


@never_cache
@button_of("watch", "public_id")
@login_required
def take_ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """The button of a free ticket."""
    reader = reader_of(request)
    page = watching.watch_page(public_id, reader=reader)
    if page is None or page.offer is None or not isinstance(reader.user, User):
        raise Http404
    try:
        services.take_ticket(offer=page.offer, user=reader.user, now=reader.now)
    except services.TicketRefused as refused:
        messages.error(request, str(refused.detail))
    else:
        messages.success(request, gettext("The ticket is yours."))
    return redirect("watch", public_id=public_id)


@never_cache
@require_safe
@login_required
def studio(request: HttpRequest) -> HttpResponse:
    """A filmmaker's films."""
    reader = reader_of(request)
    entries = (
        studios.films_of(reader.user, language=reader.language, now=reader.now)
        if isinstance(reader.user, User)
        else ()
    )
    return render(request, "web/studio.html", {"films": entries, "upload": settings_of_studio()})


@never_cache
@require_safe
@login_required
def quality_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was found in a master."""
    reader = reader_of(request)
    page = (
        reports.page_of(public_id, user=reader.user, language=reader.language)
        if isinstance(reader.user, User)
        else None
    )
    if page is None:
        raise Http404
    return render(request, "web/quality.html", {"page": page})


def reader_of(request: HttpRequest) -> Reader:
    """Who asks for a page."""
    return Reader(
        user=request.user,
        place=place_of(request),
        language=get_language(),
        now=timezone.now(),
    )
