"""What a kind of viewer would see, there and then, and every fact that leads to it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from catalog.verdict import Verdict
from vod.staff.zone import zone_of
from vod.web.desk.doors import desk_page, shown
from vod.web.desk.forms import ExplainForm
from vod.web.desk.words import AUDIENCES, title_of

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
    asked = request.POST if request.method == "POST" else None
    slug = (asked or request.GET).get("edition", "")
    edition = Edition.objects.filter(slug=slug).first() if slug else _newest()
    form = ExplainForm(asked, edition=edition, initial=_initial(request, edition))
    told = _told(form) if asked is not None and form.is_valid() else None
    context = {"form": form, "told": told}
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
    loaded = screenings.in_order().with_facts(form.instant())
    explained = services.explain(
        screenings=loaded.prefetch_related("texts", "items__version__film__texts"),
        viewer=form.viewer(),
        place=form.place(),
        now=form.instant(),
    )
    return [_in_words(each, language=language) for each in explained]


def _in_words(each: Explained, *, language: str | None) -> Told:
    offers = [
        _one(str(AUDIENCES[o.offer.audience]), o.verdict, o.lines, language=language)
        for o in each.offers
    ]
    title = title_of(each.screening, language=language)
    return _one(title, each.verdict, each.lines, offers, language=language)


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
