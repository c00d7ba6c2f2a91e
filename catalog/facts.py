"""What the database says of a screening and a viewer, as the facts that `access.decide` is told.

`services.facts_sql` has the statement. Its documents hold what stands in the rows, also of films
that nobody may know of; what may be known at an instant is judged here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
    is_withdrawn,
)

Document = Mapping[str, Any]
NOBODY = Viewer(authenticated=False, confirmed=False)
EVERY_USE = frozenset(USE_OF_AUDIENCE.values())
PUBLIC_USE = frozenset({use_of("public")})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the decision needs to know of one screening and one viewer."""

    viewer: Viewer
    screening: ScreeningFacts
    offers: Sequence[OfferFacts]
    tickets: Sequence[TicketFacts]


def facts_from(
    document: Document, *, now: datetime, item: int | None = None, every_use: bool = False
) -> Facts:
    """Judge a document at an instant.

    `item`: primary key of the item that is to be played; the block may do without others, but not
    without it. Grants are read for the uses that can concern the viewer, or for every one.
    """
    offers = document["offers"]
    held = {use_of(offer["audience"]) for offer in offers if offer["tickets"]}
    uses = EVERY_USE if every_use else PUBLIC_USE | held
    return Facts(
        viewer=_viewer(document["viewer"]),
        screening=_screening(document, now=now, item=item, uses=uses),
        offers=[_offer(offer) for offer in offers],
        tickets=[_ticket(ticket, offer["id"]) for offer in offers for ticket in offer["tickets"]],
    )


def all_films(document: Document) -> list[FilmFacts]:
    """All films of a screening with their grants, for staff: hidden and unfinished ones too."""
    films = (row for row in document["items"] if row["kind"] == "film")
    return [_film(row, required=row["needed"], uses=EVERY_USE) for row in films]


def all_offers(document: Document) -> dict[int, OfferFacts]:
    """All offers of a screening, by primary key."""
    return {row["id"]: _offer(row) for row in document["offers"]}


def may_be_reached(*, visibility: str, reveal_at: datetime | None, now: datetime) -> bool:
    """Tell whether whoever knows the address may see it; `reachable_at` is the same rule.

    Withdrawals are asked apart: what is concealed is paused as well, which a constraint holds.
    """
    return visibility != "hidden" and (reveal_at is None or reveal_at <= now)


def reachable_items(document: Document, *, now: datetime, concealed: Collection[int]) -> list[int]:
    """Primary keys of a screening's items that may be known of, in order.

    None where the screening may not: a draft's, or one of whose films none may be known of.
    `concealed`: items that a withdrawal has taken out of sight.
    `Screening.objects.reachable_at` is the same rule.
    """
    known = [
        row
        for row in document["items"]
        if row["id"] not in concealed and _may_be_known(row, now=now)
    ]
    announced = document["state"] != "draft" and any(row["kind"] == "film" for row in known)
    return [row["id"] for row in known] if announced else []


def is_playable(item: Any, *, now: datetime) -> bool:
    """Tell whether a `ScreeningItem` has a publication, and a film that may be known of and shown.

    `ScreeningItem.objects.playable_at` is the same rule.
    """
    film = item.version.film
    known = may_be_reached(visibility=film.visibility, reveal_at=film.reveal_at, now=now)
    published = item.version.publication_id is not None
    return published and known and not is_withdrawn(film.paused_at, now=now)


def _viewer(row: Mapping[str, Any] | None) -> Viewer:
    """Nobody is logged in where there is no account, or none that is active."""
    return NOBODY if row is None else Viewer(authenticated=True, confirmed=row["confirmed"])


def _screening(
    document: Document, *, now: datetime, item: int | None, uses: frozenset[str]
) -> ScreeningFacts:
    """Judge a block: an item that can't be shown is skipped, or keeps the whole block back.

    Of a film that nobody may know of nothing is told, not even what its makers allow. Nor of one
    that they have withdrawn: that it is not shown says enough.
    """
    rows = document["items"]
    denied = item is not None and all(row["id"] != item for row in rows)
    withdrawn = [is_withdrawn(_instant(row["paused_at"]), now=now) for row in rows]
    withheld = False
    shown: list[Mapping[str, Any]] = []
    films: list[FilmFacts] = []
    for row, paused in zip(rows, withdrawn, strict=True):
        required = row["needed"] or row["id"] == item
        if paused:
            withheld |= required
            continue
        known = _may_be_known(row, now=now)
        if known and row["published"]:
            shown.append(row)
        elif required:
            denied = True
        if known and row["kind"] == "film" and (required or row["published"]):
            films.append(_film(row, required=required, uses=uses))
    playable = any(row["kind"] == "film" for row in shown)
    nothing_left = any(withdrawn) and not any(
        row["kind"] == "film" and not paused for row, paused in zip(rows, withdrawn, strict=True)
    )
    return ScreeningFacts(
        edition_state=document["state"],
        publishable=not denied and not withheld and playable,
        runtime=_runtime([row["seconds"] for row in shown]),
        films=tuple(films),
        withheld=withheld or nothing_left,
    )


def _may_be_known(row: Mapping[str, Any], *, now: datetime) -> bool:
    reveal_at = _instant(row["reveal_at"])
    return may_be_reached(visibility=row["visibility"], reveal_at=reveal_at, now=now)


def _runtime(seconds: Sequence[int | None]) -> timedelta | None:
    known = [second for second in seconds if second is not None]
    return timedelta(seconds=sum(known)) if known and len(known) == len(seconds) else None


def _film(row: Mapping[str, Any], *, required: bool, uses: frozenset[str]) -> FilmFacts:
    return FilmFacts(
        film=row["film"],
        required=required,
        grants=tuple(_grant(grant) for grant in row["rights"] if grant["use"] in uses),
    )


def _grant(row: Mapping[str, Any]) -> GrantFacts:
    return GrantFacts(
        grant_id=row["id"],
        use=row["use"],
        begins=_instant(row["begins"]) or BEGINNING,
        ends=_instant(row["ends"]) or FOREVER,
        territory_rule=row["rule"],
        territories=frozenset(row["territories"]),
        cap=row["cap"],
        holdback_until=_instant(row["holdback_until"]),
        holdback_territories=frozenset(row["holdback_territories"]),
    )


def _offer(row: Mapping[str, Any]) -> OfferFacts:
    return OfferFacts(
        offer_id=row["id"],
        audience=row["audience"],
        opens=datetime.fromisoformat(row["opens"]),
        closes=datetime.fromisoformat(row["closes"]),
        close_mode=row["close_mode"],
        unlock=_span(row["unlock"]),
        watch=_span(row["watch"]),
        territory_rule=row["rule"],
        territories=frozenset(row["territories"]),
        network_policy=row["network_policy"],
    )


def _ticket(row: Mapping[str, Any], offer_id: int) -> TicketFacts:
    return TicketFacts(
        ticket_id=row["id"],
        offer_id=offer_id,
        issued_at=datetime.fromisoformat(row["issued_at"]),
        started_at=_instant(row["started_at"]),
        extended_until=_instant(row["extended_until"]),
        revoked=row["revoked"],
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _span(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else timedelta(microseconds=microseconds)
