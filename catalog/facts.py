"""Rows as the facts that `access.decide` is told, for many screenings in few queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from catalog.models import ItemKind, Offer, OnUnavailable, Screening, ScreeningItem, Visibility
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
    offers: list[OfferFacts] = field(default_factory=list)
    tickets: list[TicketFacts] = field(default_factory=list)


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
) -> dict[int, Facts]:
    """Collect them by primary key, of screenings loaded by `with_facts` or `with_page`. One query.

    `wanted`: the item that is to be played; the block may do without others, but not without it.
    """
    facts = {
        screening.pk: Facts(screening=screening_facts(screening, now=now, wanted=wanted))
        for screening in screenings
    }
    last = None
    for row in Offer.objects.filter(screening__in=facts).with_tickets_of(user):
        known = facts[row[1]]
        if row[0] != last:
            known.offers.append(_offer_facts(row))
            last = row[0]
        if row[-1] is not None:
            known.tickets.append(_ticket_facts(row))
    return facts


def screening_facts(
    screening: Any, *, now: datetime, wanted: ScreeningItem | None = None
) -> ScreeningFacts:
    """Judge a block: an item that can't be shown is skipped, or keeps the whole block back."""
    runtime: int | None = 0
    items = screening.items.all()
    denied = screening.withheld or (wanted is not None and wanted not in items)
    has_film = False
    films: list[FilmFacts] = []
    for item in items:
        playable = is_playable(item, now=now)
        required = item.on_unavailable == OnUnavailable.DENY or item == wanted
        denied |= required and not playable
        film = item.version.film
        if playable:
            seconds = film.runtime_seconds
            runtime = None if runtime is None or seconds is None else runtime + seconds
        if item.kind == ItemKind.FILM and (playable or required):
            has_film |= playable
            films.append(
                FilmFacts(film=film.slug, required=required, grants=grants_of(item.rights))
            )
    return ScreeningFacts(
        edition_state=screening.edition.state,
        publishable=has_film and not denied,
        runtime=timedelta(seconds=runtime) if runtime else None,
        films=tuple(films),
    )


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


def grants_of(rights: Iterable[Mapping[str, Any]]) -> tuple[GrantFacts, ...]:
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
    )


def offer_facts(offer: Offer) -> OfferFacts:
    """Turn one offer's row into facts; one query more for its groups."""
    return _offer_facts(Offer.objects.filter(pk=offer.pk).with_tickets_of(None)[0])


def _offer_facts(row: tuple[Any, ...]) -> OfferFacts:
    """`OfferQuerySet.with_tickets_of` has the columns."""
    window = row[3]
    return OfferFacts(
        offer_id=row[0],
        audience=row[2],
        opens=window.lower,
        closes=window.upper,
        close_mode=row[4],
        unlock=row[5],
        watch=row[6],
        territory_rule=row[7],
        territories=frozenset((*row[8], *row[9])),
        network_policy=row[10],
    )


def _ticket_facts(row: tuple[Any, ...]) -> TicketFacts:
    issued_at, started_at, extended_until, revoked_at, ticket_id = row[11:]
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
