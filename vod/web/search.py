"""The page of search: results, and facets as plain links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from catalog import services
from catalog.availability import Availability
from catalog.finding.facets import Facet, Runtime
from catalog.models import SearchKind
from catalog.services import Choice, Result, ResultPage
from catalog.services.search_results import Wording
from catalog.services.search_vocabulary import Name
from vod.web import labels
from vod.web.listing import Reader
from vod.web.texts import in_order, pick

MOST_VALUES = 14
FACETS: dict[Facet, Promise] = {
    Facet.TYPE: pgettext("of search results", "Kind"),
    Facet.PERIOD: _("Period"),
    Facet.THEME: _("Theme"),
    Facet.GENRE: _("Genre"),
    Facet.DECADE: _("Year"),
    Facet.COUNTRY: _("Country"),
    Facet.LANGUAGE: pgettext("spoken in a film", "Language"),
    Facet.RUNTIME: _("Length"),
    Facet.AVAILABILITY: _("Watching"),
}
KINDS: dict[str, Promise] = {
    SearchKind.FILM: _("Films"),
    SearchKind.PERSON: _("People"),
    SearchKind.ESSAY: _("Essays"),
    SearchKind.PERIOD: _("Periods"),
    SearchKind.SCREENING: _("Screenings"),
}
RUNTIMES: dict[str, Promise] = {
    Runtime.SHORT: _("up to 40 minutes"),
    Runtime.MEDIUM: _("40 to 70 minutes"),
    Runtime.FEATURE: _("70 to 150 minutes"),
    Runtime.LONG: _("over 150 minutes"),
}
AVAILABILITIES: dict[str, Promise] = {
    Availability.NOW: _("You can watch it now"),
    Availability.OPEN: _("Open"),
    Availability.LATER: _("Opens later"),
    Availability.NO: _("Not shown at present"),
}
WORDS: dict[Facet, Mapping[str, Promise]] = {
    Facet.TYPE: KINDS,
    Facet.COUNTRY: labels.COUNTRIES,
    Facet.LANGUAGE: labels.LANGUAGES,
    Facet.RUNTIME: RUNTIMES,
    Facet.AVAILABILITY: AVAILABILITIES,
}
ADDRESSES = {
    SearchKind.FILM: "film-page",
    SearchKind.PERSON: "person-page",
    SearchKind.ESSAY: "essay-page",
    SearchKind.PERIOD: "period-page",
    SearchKind.SCREENING: "watch",
}


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """A result. `titles` are the reader's first; without an address there is no page of it yet."""

    result: Result
    address: str
    kind: str
    titles: Sequence[Any]
    people: Sequence[Name]
    facts: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Link:
    """A value of a facet; following it chooses it, or lets it go."""

    words: str
    language: str
    count: int
    selected: bool
    query: str


@dataclass(frozen=True, kw_only=True)
class FacetLinks:
    """A facet with its values."""

    title: str
    links: Sequence[Link]


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """All that the page shows. `earlier` and `later` are query strings of other pages."""

    found: ResultPage
    lines: Sequence[ResultLine]
    facets: Sequence[FacetLinks]
    earlier: str
    later: str


def search_page(
    asked: QueryDict, *, text: str, chosen: Mapping[Facet, Sequence[str]], page: int, reader: Reader
) -> SearchPage:
    """Search, and put the results into the reader's words."""
    found = services.search_catalogue(
        text=text, chosen=chosen, page=page, user=reader.user, place=reader.place, now=reader.now
    )
    return SearchPage(
        found=found,
        lines=[_line(result, language=reader.language) for result in found.results],
        facets=_facets(found, asked, language=reader.language),
        earlier=_with_page(asked, page - 1) if page > 1 else "",
        later=_with_page(asked, page + 1) if page < found.pages else "",
    )


def _line(result: Result, *, language: str | None) -> ResultLine:
    names = (pick(person.names, language=language) for person in result.people)
    availability = "" if result.availability in {None, Availability.NO} else result.availability
    facts = [
        str(KINDS[result.kind]) if result.kind != SearchKind.FILM else "",
        labels.countries(result.row.countries),
        str(result.row.year or ""),
        str(AVAILABILITIES[availability]) if availability else "",
    ]
    return ResultLine(
        result=result,
        address=_address(result),
        kind=result.kind.value,
        titles=_once(in_order(result.titles, language=language)),
        people=[name for name in names if name],
        facts=[fact for fact in facts if fact],
    )


def _once(titles: Iterable[Wording]) -> Sequence[Wording]:
    """Of titles that are the same in two scripts, the first."""
    by_words: dict[str, Wording] = {}
    for title in titles:
        by_words.setdefault("".join(piece.text for piece in title.pieces), title)
    return list(by_words.values())


def _address(result: Result) -> str:
    name = result.row.public_id if result.kind == SearchKind.SCREENING else result.row.slug
    try:
        return reverse(ADDRESSES[result.kind], args=[name])
    except NoReverseMatch:
        return ""


def _facets(found: ResultPage, asked: QueryDict, *, language: str | None) -> Sequence[FacetLinks]:
    """Those in which there is something to choose."""
    shown = []
    for facet, choices in found.facets.items():
        links = [_link(facet, choice, asked, language=language) for choice in choices]
        if len(links) > 1 or any(link.selected for link in links):
            kept = [link for link in links[MOST_VALUES:] if link.selected]
            shown.append(FacetLinks(title=str(FACETS[facet]), links=[*links[:MOST_VALUES], *kept]))
    return shown


def _link(facet: Facet, choice: Choice, asked: QueryDict, *, language: str | None) -> Link:
    text = pick(choice.texts, language=language)
    if text is not None:
        words = text.name
    elif facet is Facet.DECADE:
        words = gettext("%(decade)ss") % {"decade": choice.value}
    else:
        words = str(WORDS.get(facet, {}).get(choice.value, choice.value))
    return Link(
        words=words,
        language=text.language if text is not None else "",
        count=choice.count,
        selected=choice.selected,
        query=_toggled(asked, facet, choice),
    )


def _toggled(asked: QueryDict, facet: Facet, choice: Choice) -> str:
    """The query string with the value chosen, or no more; from the first page."""
    other = asked.copy()
    other.pop("page", None)
    values = [value for value in other.getlist(facet.value) if value != choice.value]
    other.setlist(facet.value, values if choice.selected else [*values, choice.value])
    return other.urlencode()


def _with_page(asked: QueryDict, page: int) -> str:
    other = asked.copy()
    other["page"] = str(page)
    return other.urlencode()
