"""The schedule as it is drawn: spans become boxes with words, colours and addresses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.conflicts import describe
from catalog.rights import spells, use_of
from catalog.services import Planned, PlannedScreening
from catalog.sheet import Conflict
from catalog.timeline import Axis, Bar, Span, bars, lanes
from catalog.verdict import BEGINNING, FilmFacts
from vod.web.desk.words import (
    AUDIENCES,
    USES,
    at,
    stretch,
    title_of,
    titles_of_films,
    where,
)
from vod.web.texts import pick

LANE, BAND, GAP = 26, 9, 4  # heights in pixels


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle with what it says; `x` and `width` are percentages, `y` and `height` pixels."""

    x: str
    width: str
    y: int
    height: int
    kind: str
    label: str
    words: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A conflict in words, and the offer that has it."""

    words: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """A screening: its offers above, the rights of its films beneath."""

    title: str
    url: str
    height: int
    offers: Sequence[Box]
    clashes: Sequence[Box]
    rights: Sequence[Box]
    problems: Sequence[Problem]


@dataclass(frozen=True, kw_only=True)
class Strand:
    """A programme's rows."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What all is drawn on, and for whom."""

    axis: Axis
    zone: ZoneInfo
    language: str | None


def strands(planned: Sequence[PlannedScreening], sheet: Sheet) -> list[Strand]:
    """Draw screenings by programme, in the order in which they came."""
    return [
        Strand(title=title, rows=[_row(each, sheet) for each in rows])
        for title, rows in groupby(planned, key=lambda each: _programme(each, sheet))
    ]


def percent(share: float) -> str:
    """As SVG wants it, whatever the language writes for a decimal point."""
    return f"{share * 100:.3f}%"


def _programme(each: PlannedScreening, sheet: Sheet) -> str:
    programme = each.screening.programme
    if programme is None:
        return _("Without a programme")
    text = pick(programme.texts.all(), language=sheet.language)
    return text.title if text else str(programme)


def _row(each: PlannedScreening, sheet: Sheet) -> Row:
    titles = titles_of_films(each.screening, language=sheet.language)
    laid = bars(
        (Span(begins=p.offer.window.lower, ends=p.offer.window.upper, of=p) for p in each.offers),
        sheet.axis,
    )
    top = lanes(laid) * LANE + GAP
    rights = list(_rights(each, titles, sheet, top=top))
    return Row(
        title=title_of(each.screening, language=sheet.language),
        url=reverse("admin:catalog_screening_change", args=[each.screening.pk]),
        height=max([top, *(box.y + box.height for box in rights)]) + GAP,
        offers=[_offer(bar, sheet) for bar in laid],
        clashes=[box for bar in laid for box in _clashes(bar, titles, sheet)],
        rights=rights,
        problems=[
            Problem(words=_problem(p, conflict, titles, sheet), url=_url(p))
            for p in each.offers
            for conflict in p.sheet.conflicts
        ],
    )


def _offer(bar: Bar[Planned], sheet: Sheet) -> Box:
    offer = bar.of.offer
    audience = str(AUDIENCES[offer.audience])
    window = stretch(offer.window.lower, offer.window.upper, sheet.zone)
    return Box(
        **_place(bar),
        y=bar.lane * LANE + GAP,
        height=LANE - GAP,
        kind=offer.audience,
        label=audience,
        words=_("%(audience)s: %(window)s") % {"audience": audience, "window": window},
        url=_url(bar.of),
    )


def _clashes(bar: Bar[Planned], titles: dict[str, str], sheet: Sheet) -> Iterable[Box]:
    """Hatch the parts of a bar that are beyond its rights."""
    spans = [
        Span(begins=conflict.begins, ends=conflict.ends, of=conflict)
        for conflict in bar.of.sheet.conflicts
    ]
    for clash in bars(spans, sheet.axis):
        yield Box(
            **_place(clash),
            y=bar.lane * LANE + GAP,
            height=LANE - GAP,
            kind="conflict",
            label="",
            words=_problem(bar.of, clash.of, titles, sheet),
        )


def _rights(
    each: PlannedScreening, titles: dict[str, str], sheet: Sheet, *, top: int
) -> Iterable[Box]:
    """A band for each film and each use that the screening has offers for."""
    uses = dict.fromkeys(use_of(p.offer.audience) for p in each.offers)
    for film in each.films:
        for use in uses:
            laid = bars(_spells(film, use), sheet.axis)
            for bar in laid:
                begins, ends, kind, place = bar.of
                words = _("%(film)s, %(use)s: %(kind)s, %(window)s, %(place)s") % {
                    "film": titles.get(film.film, film.film),
                    "use": USES[use],
                    "kind": _("rights") if kind == "rights" else _("held back"),
                    "window": stretch(begins, ends, sheet.zone),
                    "place": place,
                }
                y = top + bar.lane * BAND
                yield Box(**_place(bar), y=y, height=BAND - 2, kind=kind, label="", words=words)
            top += max(lanes(laid), 1) * BAND


def _spells(film: FilmFacts, use: str) -> list[Span[tuple[datetime, datetime, str, str]]]:
    """Where rights are, and where a holdback keeps them."""
    found = [
        (spell.begins, spell.ends, "rights", where(spell.area))
        for spell in spells(film.grants, use=use)
    ]
    for grant in film.grants:
        held = grant.holdback_until
        if grant.use == use and held is not None and held > grant.begins:
            begins = (
                held.min.replace(tzinfo=held.tzinfo) if grant.begins == BEGINNING else grant.begins
            )
            place = ", ".join(sorted(grant.holdback_territories)) or _("everywhere")
            found.append((begins, held, "holdback", place))
    return [Span(begins=each[0], ends=each[1], of=each) for each in found]


def _problem(p: Planned, conflict: Conflict, titles: dict[str, str], sheet: Sheet) -> str:
    return _("%(film)s, %(audience)s, %(window)s, %(place)s: %(why)s") % {
        "film": titles.get(conflict.film, conflict.film),
        "audience": AUDIENCES[p.offer.audience],
        "window": stretch(conflict.begins, conflict.ends, sheet.zone),
        "place": where(conflict.area),
        "why": describe(conflict, language=sheet.language),
    }


def _place(bar: Bar[Any]) -> dict[str, str]:
    return {"x": percent(bar.left), "width": percent(bar.width)}


def _url(p: Planned) -> str:
    return reverse("admin:catalog_offer_change", args=[p.offer.pk])


def instant_label(instant: datetime, sheet: Sheet) -> str:
    """The present in the edition's zone."""
    return at(instant, sheet.zone)
