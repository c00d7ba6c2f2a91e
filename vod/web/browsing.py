"""The pages that one walks through: films, people, programmes, history. One domain call each."""

from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vod.web import films, history, people, player, shelves, sitemaps
from vod.web import programme as programmes
from vod.web.views import reader_of


@never_cache
@require_safe
def films_index(request: HttpRequest) -> HttpResponse:
    """All films, by year, theme and genre."""
    shelf = shelves.shelf(request.GET.dict(), reader=reader_of(request))
    return render(request, "web/films.html", {"shelf": shelf, "indexed": shelf.may_be_indexed})


@never_cache
@require_safe
def film(request: HttpRequest, slug: str) -> HttpResponse:
    """A film."""
    return _shown(request, "web/film.html", films.film_page(slug, reader=reader_of(request)))


@never_cache
@require_safe
def trailer(request: HttpRequest, public_id: str) -> HttpResponse:
    """A trailer with its player; anybody may watch it."""
    page = films.trailer_page(public_id, reader=reader_of(request))
    if page is None:
        raise Http404
    context = {"page": page, "player": player.settings_of_trailer(page)}
    return render(request, "web/trailer.html", context)


@never_cache
@require_safe
def programme_page(request: HttpRequest, edition: str, slug: str) -> HttpResponse:
    """A programme of an edition."""
    page = programmes.programme_page(edition, slug, reader=reader_of(request))
    return _shown(request, "web/programme_page.html", page)


@never_cache
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody, and what she did."""
    return _shown(request, "web/person.html", people.person_page(slug, reader=reader_of(request)))


@never_cache
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """The history of independent Chinese cinema."""
    return _shown(request, "web/timeline.html", history.timeline(reader_of(request)))


@never_cache
@require_safe
def period(request: HttpRequest, slug: str) -> HttpResponse:
    """A stretch of it."""
    page = history.period_page(slug, reader=reader_of(request))
    return _shown(request, "web/period.html", page)


@never_cache
@require_safe
def essay(request: HttpRequest, slug: str) -> HttpResponse:
    """A text to be read."""
    wanted = request.GET.get("language", "")
    page = history.essay_page(slug, wanted=wanted, reader=reader_of(request))
    return _shown(request, "web/essay.html", page)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not look at. What they may list, each page says itself."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in sitemaps.NOT_TO_READ)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """What search engines may list."""
    response = sitemap_views.sitemap(request, sitemaps.sections(reader_of(request).now))
    response.render()
    return response


def _shown(
    request: HttpRequest,
    template: str,
    page: "films.FilmPage | people.PersonPage | programmes.ProgrammePage | history.Timeline"
    " | history.PeriodPage | history.EssayPage | None",
) -> HttpResponse:
    """The page, or 404 where there is none to know of."""
    if page is None:
        raise Http404
    return render(request, template, {"page": page, "indexed": page.may_be_indexed})
