"""Rows as the facts that `access.decide` is told, for many screenings in few queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from catalog.models import (
    ItemKind,
    Offer,
    OnUnavailable,
    Screening,
    ScreeningItem,
    Ticket,
    Visibility,
)
from catalog.verdict import OfferFacts, ScreeningFacts, TicketFacts, Viewer

Asker = User | AnonymousUser | None  # None: nobody is logged in


@dataclass(kw_only=True)
class Facts:
    """All that the decision needs to know of one screening and one viewer."""

    screening: ScreeningFacts
    offers: list[OfferFacts] = field(default_factory=list)
    tickets: list[TicketFacts] = field(default_factory=list)


def viewer_facts(user: Asker) -> Viewer:
    """Say who asks; one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Viewer(authenticated=False, confirmed=False)
    return Viewer(authenticated=True, confirmed=user.confirmed, roles=user.role_names)


def facts_by_screening(
    *, screening_ids: Collection[int], user: Asker, now: datetime
) -> dict[int, Facts]:
    """Collect them by primary key of the screening. Four queries, three for the anonymous."""
    states = Screening.objects.filter(pk__in=screening_ids).values_list("pk", "edition__state")
    items: dict[int, list[ScreeningItem]] = defaultdict(list)
    for item in ScreeningItem.objects.filter(screening__in=screening_ids).select_related(
        "version__film"
    ):
        items[item.screening_id].append(item)
    facts = {
        pk: Facts(screening=screening_facts(items=items[pk], edition_state=state, now=now))
        for pk, state in states
    }
    for offer in Offer.objects.filter(screening__in=screening_ids).order_by("pk"):
        facts[offer.screening_id].offers.append(offer_facts(offer))
    if user is not None and user.is_authenticated:
        tickets = Ticket.objects.held_by(user).filter(offer__screening__in=screening_ids)
        for ticket in tickets.select_related("offer").order_by("pk"):
            facts[ticket.offer.screening_id].tickets.append(ticket_facts(ticket))
    return facts


def screening_facts(
    *, items: Collection[ScreeningItem], edition_state: str, now: datetime
) -> ScreeningFacts:
    """Judge a block: an item that can't be shown is skipped, or keeps the whole block back."""
    shown = [item for item in items if is_playable(item, now=now)]
    denied = any(item.on_unavailable == OnUnavailable.DENY and item not in shown for item in items)
    seconds = [item.version.film.runtime_seconds for item in shown]
    known = [second for second in seconds if second is not None]
    return ScreeningFacts(
        edition_state=edition_state,
        publishable=not denied and any(item.kind == ItemKind.FILM for item in shown),
        runtime=timedelta(seconds=sum(known)) if known and len(known) == len(seconds) else None,
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


def offer_facts(offer: Offer) -> OfferFacts:
    """Turn an offer's row into facts."""
    return OfferFacts(
        offer_id=offer.pk,
        audience=offer.audience,
        opens=offer.window.lower,
        closes=offer.window.upper,
        close_mode=offer.close_mode,
        unlock=offer.unlock,
        watch=offer.watch,
        territory_rule=offer.territory_rule,
        territories=frozenset(offer.territories),
        network_policy=offer.network_policy,
    )


def ticket_facts(ticket: Ticket) -> TicketFacts:
    """Turn a ticket's row into facts."""
    return TicketFacts(
        ticket_id=ticket.pk,
        offer_id=ticket.offer_id,
        issued_at=ticket.issued_at,
        started_at=ticket.started_at,
        extended_until=ticket.extended_until,
        revoked=ticket.revoked_at is not None,
    )
