"""What a kind of viewer would see, there and then, and every fact that leads to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog import services
from catalog.denials import VerdictJson, verdict_json
from catalog.explain import Line
from catalog.explaining import describe
from catalog.models import Edition, Screening
from catalog.services import Explained
from catalog.troubles import CodeUnknown
from catalog.verdict import Verdict
from vod.staff.zone import zone_of
from vod.web.desk.doors import desk_page, shown
from vod.web.desk.forms import CodeForm, ExplainForm
from vod.web.desk.words import AUDIENCES, title_of, titles_of_films

MINUTES = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A verdict and what led to it, in words."""

    title: str
    verdict: VerdictJson
    facts: Sequence[str]
    offers: Sequence["Told"] = ()


@desk_page(permission="catalog.view_edition")
def explain(request: HttpRequest) -> HttpResponse:
    """Ask and answer on one page. Nothing is granted or written by it."""
    if "code" in request.POST:
        return _shown_by_code(request)
    asked = request.POST if request.method == "POST" else None
    slug = (asked or request.GET).get("edition", "")
    edition = Edition.objects.filter(slug=slug).first() if slug else _newest()
    form = ExplainForm(asked, edition=edition, initial=_initial(request, edition))
    told = _told(form) if asked is not None and form.is_valid() else None
    return _page(request, form=form, code_form=CodeForm(), told=told)


def _shown_by_code(request: HttpRequest) -> HttpResponse:
    """Show the one verdict that a viewer has shown the desk."""
    edition = _newest()
    form = ExplainForm(None, edition=edition, initial=_initial(request, edition))
    code_form, told = CodeForm(request.POST), None
    if code_form.is_valid():
        try:
            typed = code_form.cleaned_data["code"]
            code = services.support_code_of(typed, now=timezone.now())
        except CodeUnknown as unknown:
            code_form.add_error("code", str(unknown.detail))
        else:
            explained = services.explained_code(code)
            told = [in_words(explained, language=get_language())] if explained else None
            if told is None:
                code_form.add_error("code", _("This code is of no screening: see “Help by code”."))
    return _page(request, form=form, code_form=code_form, told=told)


def _page(
    request: HttpRequest, *, form: ExplainForm, code_form: CodeForm, told: Sequence[Told] | None
) -> HttpResponse:
    context = {"form": form, "code_form": code_form, "told": told}
    return shown(request, "web/desk/explain.html", title=_("Explain and preview"), context=context)


def _newest() -> Edition | None:
    return Edition.objects.order_by("-year", "-pk").first()


def _initial(request: HttpRequest, edition: Edition | None) -> dict[str, Any]:
    zone = zone_of(request)
    here = timezone.now().astimezone(zone)
    return {"edition": edition, "at": here.strftime(MINUTES), "zone": zone.key, "kind": "confirmed"}


def _told(form: ExplainForm) -> list[Told]:
    asked, language = form.cleaned_data, get_language()
    screenings: Any = Screening.objects.filter(edition=asked["edition"])
    if asked["screening"]:
        screenings = screenings.filter(pk=asked["screening"].pk)
    loaded = screenings.in_order().with_items(form.instant())
    explained = services.explain(
        screenings=loaded.prefetch_related("texts", "items__version__film__texts"),
        viewer=form.viewer(),
        place=form.place(),
        now=form.instant(),
    )
    return [in_words(each, language=language) for each in explained]


def in_words(each: Explained, *, language: str | None) -> Told:
    """Everything that was explained, in the reader's words."""
    titles = titles_of_films(each.screening, language=language)
    offers = [
        _one(
            str(AUDIENCES[o.offer.audience]),
            o.verdict,
            [_titled(line, titles) for line in o.lines],
            language=language,
        )
        for o in each.offers
    ]
    title = title_of(each.screening, language=language)
    return _one(title, each.verdict, each.lines, offers, language=language)


def _titled(line: Line, titles: Mapping[str, str]) -> Line:
    """Call a film by its title: the facts know its slug."""
    slug = line.values.get("film")
    return replace(line, values={**line.values, "film": titles.get(slug, slug)}) if slug else line


def _one(
    title: str,
    verdict: Verdict,
    lines: Sequence[Line],
    offers: Sequence[Told] = (),
    *,
    language: str | None,
) -> Told:
    return Told(
        title=title,
        verdict=verdict_json(verdict, language=language),
        facts=[describe(line, language=language) for line in lines],
        offers=offers,
    )
