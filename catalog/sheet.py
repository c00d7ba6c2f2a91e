"""The rights sheet of an offer: what of it its films' makers allow, and what of it they don't.

The window is cut where any grant or holdback begins or ends. In each piece the films' areas are
compared with the offer's; what is missing is a conflict, with its reason as a code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from catalog.areas import Area, area_of, union
from catalog.rights import Spell, spells, use_of
from catalog.verdict import FilmFacts, GrantFacts, OfferFacts


class ConflictCode(StrEnum):
    """Why a part of an offer is beyond a film's rights."""

    NO_GRANT = "no_grant"
    BEFORE_RIGHTS = "before_rights"
    BETWEEN_RIGHTS = "between_rights"
    AFTER_RIGHTS = "after_rights"
    HOLDBACK = "holdback"
    TERRITORY = "territory"
    CAP = "cap"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the window, and where in it all films may be shown."""

    begins: datetime
    ends: datetime
    area: Area


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A part of the offer that one film's grants do not cover. `area`: where it may not be shown.

    `cap` is the grant's, where the offer has more seats than that.
    """

    code: ConflictCode
    film: str
    begins: datetime
    ends: datetime
    area: Area
    cap: int | None = None


@dataclass(frozen=True, kw_only=True)
class OfferSheet:
    """The intersection of an offer with its films' grants. `cap`: the smallest of the grants'."""

    use: str
    stretches: Sequence[Stretch]
    cap: int | None
    conflicts: Sequence[Conflict]


def offer_sheet(
    offer: OfferFacts, films: Sequence[FilmFacts], *, seats: int | None = None
) -> OfferSheet:
    """Intersect an offer with the grants of its films; `seats` are those of its own quotas."""
    use = use_of(offer.audience)
    cuts = _cuts(offer, films, use)
    offered = area_of(offer.territory_rule, offer.territories)
    conflicts: list[Conflict] = []
    open_in = dict.fromkeys(cuts, offered)
    for film in films:
        mine = spells(film.grants, use=use)
        missing = []
        for begins, ends in cuts:
            allowed = union(spell.area for spell in mine if spell.begins <= begins < spell.ends)
            open_in[begins, ends] = open_in[begins, ends] & allowed
            part = Stretch(begins=begins, ends=ends, area=offered - allowed)
            if not part.area.nowhere:
                missing.append((part, _why(film, use, part, whole=part.area == offered)))
        conflicts += _joined(film, missing)
        conflicts += _over_cap(film, offer, use, seats)
    parts = [Stretch(begins=b, ends=e, area=area) for (b, e), area in open_in.items()]
    caps = [grant.cap for film in films for grant in covering(offer, film) if grant.cap is not None]
    return OfferSheet(
        use=use,
        stretches=_merged(part for part in parts if not part.area.nowhere),
        cap=min(caps, default=None),
        conflicts=conflicts,
    )


def covering(offer: OfferFacts, film: FilmFacts) -> list[GrantFacts]:
    """The grants that the offer makes use of: for its use, in its window and its territories."""
    use = use_of(offer.audience)
    offered = area_of(offer.territory_rule, offer.territories)
    return [
        grant
        for grant in film.grants
        if any(
            spell.begins < offer.closes
            and offer.opens < spell.ends
            and not (spell.area & offered).nowhere
            for spell in spells([grant], use=use)
        )
    ]


def _cuts(
    offer: OfferFacts, films: Sequence[FilmFacts], use: str
) -> list[tuple[datetime, datetime]]:
    bounds = {offer.opens, offer.closes}
    for film in films:
        for spell in (*spells(film.grants, use=use), *_without_holdback(film, use)):
            bounds |= {at for at in (spell.begins, spell.ends) if offer.opens < at < offer.closes}
    instants = sorted(bounds)
    return list(pairwise(instants))


def _why(film: FilmFacts, use: str, part: Stretch, *, whole: bool) -> ConflictCode:
    if not any(grant.use == use for grant in film.grants):
        return ConflictCode.NO_GRANT
    unheld = _allowed(_without_holdback(film, use), part.begins)
    if not (unheld & part.area).nowhere:
        return ConflictCode.HOLDBACK
    mine = spells(film.grants, use=use)
    there = [spell for spell in mine if not (spell.area & part.area).nowhere]
    return _why_then(there, part) if whole and there else ConflictCode.TERRITORY


def _why_then(there: Sequence[Spell], part: Stretch) -> ConflictCode:
    if all(spell.ends <= part.begins for spell in there):
        return ConflictCode.AFTER_RIGHTS
    if all(spell.begins > part.begins for spell in there):
        return ConflictCode.BEFORE_RIGHTS
    return ConflictCode.BETWEEN_RIGHTS


def _without_holdback(film: FilmFacts, use: str) -> list[Spell]:
    return spells((replace(grant, holdback_until=None) for grant in film.grants), use=use)


def _allowed(mine: Iterable[Spell], when: datetime) -> Area:
    return union(spell.area for spell in mine if spell.begins <= when < spell.ends)


def _joined(film: FilmFacts, missing: Sequence[tuple[Stretch, ConflictCode]]) -> list[Conflict]:
    """Put pieces together that follow one another for one reason and in one area."""
    joined: list[Conflict] = []
    for part, code in missing:
        last = joined[-1] if joined else None
        if last and (last.code, last.area, last.ends) == (code, part.area, part.begins):
            joined[-1] = replace(last, ends=part.ends)
        else:
            joined.append(
                Conflict(
                    code=code, film=film.film, begins=part.begins, ends=part.ends, area=part.area
                )
            )
    return joined


def _over_cap(
    film: FilmFacts, offer: OfferFacts, use: str, seats: int | None
) -> Iterable[Conflict]:
    """A cap holds whatever the seats; who planned for more should know."""
    caps = [grant.cap for grant in covering(offer, film) if grant.cap is not None]
    if caps and seats is not None and min(caps) < seats:
        offered = area_of(offer.territory_rule, offer.territories)
        yield Conflict(
            code=ConflictCode.CAP,
            film=film.film,
            begins=offer.opens,
            ends=offer.closes,
            area=offered,
            cap=min(caps),
        )


def _merged(parts: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for part in parts:
        if merged and merged[-1].ends == part.begins and merged[-1].area == part.area:
            merged[-1] = replace(merged[-1], ends=part.ends)
        else:
            merged.append(part)
    return merged
