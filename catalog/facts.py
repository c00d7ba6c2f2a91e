"""Rows as the facts that `access.decide` is told, for many screenings in few queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from catalog.models import ItemKind, Offer, OnUnavailable, Screening, ScreeningItem, Visibility
from catalog.models.offers import OfferQuerySet
from catalog.rights import USE_OF_AUDIENCE, use_of
from catalog.verdict import (
    BEGINNING,
    FOREVER,
    FilmFacts,
    GrantFacts,
    OfferFacts,
    ScreeningFacts,
    TicketFacts,
    Viewer,
)

Asker = User | AnonymousUser | None  # None: nobody is logged in
NOBODY = Viewer(authenticated=False, confirmed=False)


@dataclass(kw_only=True)
class Facts:
    """All that the decision needs to know of one screening and one viewer."""

    screening: ScreeningFacts
    offers: list[OfferFacts]
    tickets: list[TicketFacts]


def viewer_facts(user: Asker) -> Viewer:
    """Say who asks."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    return Viewer(authenticated=True, confirmed=user.confirmed)


def facts_of(
    screenings: Collection[Screening],
    *,
    user: Asker,
    now: datetime,
    wanted: ScreeningItem | None = None,
    every_use: bool = False,
) -> dict[int, Facts]:
    """Collect them by primary key, of screenings loaded by `with_facts` or `with_page`. One query.

    `wanted`: the item that is to be played; the block may do without others, but not without it.
    Grants are read for the uses that can concern the viewer, or for every one.
    """
    offers: dict[int, list[OfferFacts]] = {screening.pk: [] for screening in screenings}
    tickets: dict[int, list[TicketFacts]] = {screening.pk: [] for screening in screenings}
    uses = set(USE_OF_AUDIENCE.values()) if every_use else {use_of("public")}
    last = None
    for row in Offer.objects.filter(screening__in=offers).with_tickets_of(user):
        if row[0] != last:
            last = row[0]
            offers[row[1]].append(_offer_facts(row))
        if row[-1] is not None:
            tickets[row[1]].append(_ticket_facts(row))
            uses.add(use_of(row[2]))
    return {
        screening.pk: Facts(
            screening=screening_facts(screening, now=now, uses=uses, wanted=wanted),
            offers=offers[screening.pk],
            tickets=tickets[screening.pk],
        )
        for screening in screenings
    }


def screening_facts(
    screening: Any, *, now: datetime, uses: Collection[str], wanted: ScreeningItem | None = None
) -> ScreeningFacts:
    """Judge a block: an item that can't be shown is skipped, or keeps the whole block back."""
    items = screening.items.all()
    denied = screening.withheld or (wanted is not None and wanted not in items)
    films: list[FilmFacts] = []
    shown: list[ScreeningItem] = []
    for item in items:
        required = item.on_unavailable == OnUnavailable.DENY or item == wanted
        if is_playable(item, now=now):
            shown.append(item)
        elif required:
            denied = True
        else:
            continue
        if item.kind == ItemKind.FILM:
            grants = grants_of(item.rights, uses=uses)
            films.append(FilmFacts(film=item.version.film.slug, required=required, grants=grants))
    return ScreeningFacts(
        edition_state=screening.edition.state,
        publishable=not denied and any(item.kind == ItemKind.FILM for item in shown),
        runtime=_runtime(shown),
        films=tuple(films),
    )


def _runtime(shown: Iterable[ScreeningItem]) -> timedelta | None:
    seconds = [item.version.film.runtime_seconds for item in shown]
    known = [second for second in seconds if second is not None]
    return timedelta(seconds=sum(known)) if known and len(known) == len(seconds) else None


def films_of(screening: Screening) -> list[FilmFacts]:
    """All films of a screening with their grants, for staff: hidden and unfinished ones too."""
    return films_among(screening.items.filter(kind=ItemKind.FILM).with_rights())


def films_among(items: Iterable[Any]) -> list[FilmFacts]:
    """The films of items that were loaded by `with_rights`."""
    every = set(USE_OF_AUDIENCE.values())
    return [
        FilmFacts(
            film=item.version.film.slug,
            required=item.on_unavailable == OnUnavailable.DENY,
            grants=grants_of(item.rights, uses=every),
        )
        for item in items
    ]


def offers_of(screening: Screening) -> dict[int, OfferFacts]:
    """All offers of a screening, by primary key."""
    return offers_among(Offer.objects.filter(screening=screening))


def offers_among(offers: OfferQuerySet) -> dict[int, OfferFacts]:
    """Offers by primary key, in one query."""
    rows = offers.with_tickets_of(None)
    return {row[0]: _offer_facts(row) for row in rows}


def is_playable(item: ScreeningItem, *, now: datetime) -> bool:
    """Tell whether it has a publication and a film neither hidden nor still to be revealed.

    `ScreeningItem.objects.playable_at` is the same rule.
    """
    film = item.version.film
    return (
        item.version.publication_id is not None
        and film.visibility != Visibility.HIDDEN
        and (film.reveal_at is None or film.reveal_at <= now)
    )


def grants_of(
    rights: Iterable[Mapping[str, Any]], *, uses: Collection[str]
) -> tuple[GrantFacts, ...]:
    """Turn what `RightsGrantQuerySet.as_json` gives into facts."""
    return tuple(
        GrantFacts(
            grant_id=row["id"],
            use=row["use"],
            begins=_instant(row["begins"]) or BEGINNING,
            ends=_instant(row["ends"]) or FOREVER,
            territory_rule=row["rule"],
            territories=frozenset((*row["territories"], *row["groups"])),
            cap=row["cap"],
            holdback_until=_instant(row["holdback_until"]),
            holdback_territories=frozenset(row["holdback_territories"]),
        )
        for row in rights
        if row["use"] in uses
    )


def _offer_facts(row: tuple[Any, ...]) -> OfferFacts:
    """`OfferQuerySet.with_tickets_of` has the columns."""
    return OfferFacts(
        offer_id=row[0],
        audience=row[2],
        opens=row[3],
        closes=row[4],
        close_mode=row[5],
        unlock=row[6],
        watch=row[7],
        territory_rule=row[8],
        network_policy=row[10],
        territories=frozenset((*row[9], *row[11])),
    )


def _ticket_facts(row: tuple[Any, ...]) -> TicketFacts:
    issued_at, started_at, extended_until, revoked_at, ticket_id = row[12:]
    return TicketFacts(
        ticket_id=ticket_id,
        offer_id=row[0],
        issued_at=issued_at,
        started_at=started_at,
        extended_until=extended_until,
        revoked=revoked_at is not None,
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
