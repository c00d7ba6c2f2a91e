"""How a film was watched: page, table and charts, for the film's team and admins."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.models import Film
from vod.audience import drawing, services
from vod.audience.services import Report
from vod.audience.table import table
from vod.web.account.views import person_of
from vod.web.audience.page import CHARTS, chart_of, context_of

KINDS = {"svg", "png"}


@never_cache
@require_safe
@login_required
def audience(request: HttpRequest, slug: str) -> HttpResponse:
    """The report."""
    report = _report(request, slug)
    return render(request, "web/audience.html", context_of(report, language=get_language()))


@never_cache
@require_safe
@login_required
def audience_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a spreadsheet."""
    response = HttpResponse(table(_report(request, slug)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audience-{slug}.csv"'
    return response


@never_cache
@require_safe
@login_required
def audience_chart(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponse:
    """One of its charts, as SVG or PNG."""
    if name not in CHARTS or kind not in KINDS:
        raise Http404
    chart = chart_of(_report(request, slug), name)
    if chart is None:
        raise Http404
    if kind == "png":
        return HttpResponse(drawing.png(chart), content_type="image/png")
    text = drawing.svg(chart, title=str(CHARTS[name]))
    return HttpResponse(text, content_type="image/svg+xml")


def _report(request: HttpRequest, slug: str) -> Report:
    """Of a film that is hers; whose others are, and whether there are any, she does not learn."""
    film = get_object_or_404(Film, slug=slug)
    if not services.may_see_report(person_of(request), film):
        raise Http404
    return services.report_on(film, now=timezone.now())
