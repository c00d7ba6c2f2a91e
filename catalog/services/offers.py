"""Offers: made and moved by staff. Tickets compute their windows from them, so they move along."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts import audit
from accounts.models import AuditAction, User
from catalog.models import Offer, Screening, TerritoryGroup
from catalog.schedule import window_of
from catalog.services.notices import tell_of_move
from catalog.services.priorities import set_priorities
from catalog.services.rights import attach_caps

WALL_TIMES = ("opens_local", "closes_local", "time_zone")


@transaction.atomic
def make_offer(
    *,
    screening: Screening,
    actor: User,
    now: datetime,
    territory_groups: Collection[TerritoryGroup] = (),
    **terms: Any,
) -> Offer:
    """Offer a screening. `terms` are the fields of `Offer`; the window is that of the wall times.

    Raises `catalog.schedule.NoSuchTime`.
    """
    offer = Offer(screening=screening, **terms)
    _set_window(offer)
    offer.save()
    offer.territory_groups.set(territory_groups)
    _settle(offer, before={}, action=AuditAction.CREATED, actor=actor, now=now)
    return offer


@transaction.atomic
def change_offer(
    *,
    offer: Offer,
    actor: User,
    now: datetime,
    territory_groups: Collection[TerritoryGroup] | None = None,
    **changes: Any,
) -> Offer:
    """Change an offer's terms, or move it: its tickets' windows, priorities and caps follow.

    Whoever holds one is told of a move.
    """
    offer = Offer.objects.select_for_update().select_related("screening__edition").get(pk=offer.pk)
    before, window = _values(offer), offer.window
    for name, value in changes.items():
        setattr(offer, name, value)
    if set(changes) & set(WALL_TIMES):
        _set_window(offer)
    offer.save()
    if territory_groups is not None:
        offer.territory_groups.set(territory_groups)
    _settle(offer, before=before, action=AuditAction.CHANGED, actor=actor, now=now)
    if offer.window != window:
        tell_of_move(offer=offer, now=now)
    return offer


def _set_window(offer: Offer) -> None:
    opens, closes = window_of(**{name: getattr(offer, name) for name in WALL_TIMES})
    offer.window = DateTimeTZRange(opens, closes)


def _settle(
    offer: Offer, *, before: dict[str, Any], action: AuditAction, actor: User, now: datetime
) -> None:
    audit.record(
        actor=actor,
        action=action,
        model="catalog.offer",
        target=offer.public_id,
        now=now,
        before=before,
        after=_values(offer),
    )
    set_priorities(now=now, screening=offer.screening)
    attach_caps(screening=offer.screening, actor=actor, now=now)


def _values(offer: Offer) -> dict[str, Any]:
    groups = offer.territory_groups.order_by("slug").values_list("slug", flat=True)
    return audit.values_of(offer) | {"territory_groups": list(groups)}
