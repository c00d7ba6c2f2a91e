"""What a film's makers allow, where and until when: the rights sheet as a rule.

A film may be shown by any of its grants, and a block by the grants of all its films. Without a
grant nothing may be shown. A grant becomes spells: a holdback splits it in two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from catalog.areas import Area, area_of
from catalog.verdict import FilmFacts, GrantFacts, Place, Reason

# Under which use (`Use`) an offer's audience falls. Staff check a film by the right of press.
USE_OF_AUDIENCE: Mapping[str, str] = {
    "public": "public",
    "press": "press",
    "jury": "press",
    "industry": "press",
    "school": "institution",
    "staff": "press",
}


@dataclass(frozen=True)
class Spell:
    """An area that is open in [begins, ends)."""

    begins: datetime
    ends: datetime
    area: Area


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Until when the grants reach, or the refusals, each with the date that lifts it."""

    until: datetime | None = None
    refusals: Mapping[Reason, datetime | None] = field(default_factory=dict)


def use_of(audience: str) -> str:
    """The use that an audience falls under; what is not known counts as the public."""
    return USE_OF_AUDIENCE.get(audience, "public")


def spells(grants: Iterable[GrantFacts], *, use: str) -> list[Spell]:
    """The spells of the grants for a use."""
    return [spell for grant in grants if grant.use == use for spell in _spells(grant)]


def rights_at(
    films: Sequence[FilmFacts], *, use: str, place: Place, now: datetime, closes: datetime
) -> Rights:
    """Say until when the films may be shown together, or why not.

    A date at or after `closes` is no date for this offer. A film that is not required is left out
    of the block where its rights don't reach, but some film has to remain.
    """
    found = [(film, _film_at(film, use=use, place=place, now=now)) for film in films]
    required = [rights for film, rights in found if film.required]
    others = [rights for film, rights in found if not film.required]
    refused = [rights for rights in required if rights.until is None]
    if not refused and not required:
        ends = [rights.until for rights in others if rights.until is not None]
        if ends:
            return Rights(until=max(ends))
        refused = sorted(others, key=_distance)[:1] or [Rights(refusals={Reason.NO_RIGHTS: None})]
    if refused:
        return Rights(refusals=_merged(refused, closes=closes))
    return Rights(until=min(rights.until for rights in required if rights.until is not None))


def _film_at(film: FilmFacts, *, use: str, place: Place, now: datetime) -> Rights:
    """One film's rights at a place: the nearest way to them where there are none now."""
    mine = spells(film.grants, use=use)
    held = [(spell, spell.area.holds(place)) for spell in mine if spell.ends > now]
    here = [spell for spell, inside in held if inside]
    until = _reach(here, now)
    if until is not None:
        return Rights(until=until)
    if here:
        return Rights(refusals={Reason.NO_RIGHTS: min(spell.begins for spell in here)})
    if not held:
        return Rights(refusals={Reason.NO_RIGHTS: None})
    begun = [(spell, inside) for spell, inside in held if spell.begins <= now]
    rough = any(inside is None for _, inside in begun or held)
    refusals: dict[Reason, datetime | None] = {
        Reason.UNKNOWN_PLACE if rough else Reason.WRONG_TERRITORY: None
    }
    if not begun:
        refusals[Reason.NO_RIGHTS] = min(spell.begins for spell, _ in held)
    return Rights(refusals=refusals)


def _reach(here: Iterable[Spell], now: datetime) -> datetime | None:
    """Follow the spells that touch one another from now on; None where none is open now."""
    until = None
    for spell in sorted(here, key=lambda spell: spell.begins):
        if spell.begins <= (until or now) and (until is None or spell.ends > until):
            until = spell.ends
    return until


def _merged(refused: Iterable[Rights], *, closes: datetime) -> Mapping[Reason, datetime | None]:
    """All reasons; the date is the one from which every film is free, if it is in time."""
    merged: dict[Reason, datetime | None] = {}
    for rights in refused:
        for reason, date in rights.refusals.items():
            known = reason in merged
            before = merged.get(reason)
            lost = date is None or date >= closes or (known and before is None)
            merged[reason] = None if lost or date is None else max(date, before or date)
    return merged


def _distance(rights: Rights) -> tuple[float, ...]:
    """Fewest reasons first, then what ends soonest, what never ends last."""
    dates = [date.timestamp() if date else float("inf") for date in rights.refusals.values()]
    return (len(dates), min(dates))


def _spells(grant: GrantFacts) -> Iterator[Spell]:
    area = area_of(grant.territory_rule, grant.territories)
    held_until = grant.holdback_until
    if held_until is None or held_until <= grant.begins:
        yield Spell(grant.begins, grant.ends, area)
        return
    if grant.holdback_territories:
        free = area - area_of("allow", grant.holdback_territories)
        if not free.nowhere:
            yield Spell(grant.begins, min(held_until, grant.ends), free)
    if held_until < grant.ends:
        yield Spell(held_until, grant.ends, area)
