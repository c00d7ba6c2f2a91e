"""How many seats are left. Computed from what was issued, never counted up or down."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet

from accounts import audit
from accounts.models import AuditAction, User
from catalog.models import Edition, Offer, Quota
from catalog.services import locks
from catalog.troubles import NotEnoughSeats

FEW_SHARE, FEW_LEAST = 10, 5


class Availability(StrEnum):
    """What the public is told. A number would tell whoever watches it when somebody came."""

    PLENTY = "plenty"
    FEW = "few"
    SOLD_OUT = "sold_out"


def tightest(now: datetime) -> "QuerySet[Any]":
    """For a subquery on offers: the limited quota that has the fewest seats left."""
    limited = Quota.objects.filter(offers=OuterRef("pk")).exclude(size=None)
    return limited.with_taken(now).order_by("left")


def seats_left(*, offers: Collection[Offer], now: datetime) -> dict[int, int | None]:
    """By primary key of the offer; None where nothing limits it. One query."""
    left: dict[int, int | None] = {offer.pk: None for offer in offers}
    for row in _limiting(offers, now):
        for pk in row["of"]:
            if pk in left:
                known = left[pk]
                left[pk] = row["left"] if known is None else min(known, row["left"])
    return left


def require_seats(
    *, offers: Collection[Offer], seats: int, now: datetime, keys: Iterable[int] = ()
) -> None:
    """Lock `keys` and the quotas of `offers`; raise `NotEnoughSeats` where one has fewer left."""
    locks.take(keys=keys, offers=offers)
    left = seats_left(offers=offers, now=now)
    if any(known is not None and known < seats for known in left.values()):
        raise NotEnoughSeats


def availability(*, offers: Collection[Offer], now: datetime) -> dict[int, Availability]:
    """What the public may know of each, by primary key. One query."""
    found = {offer.pk: Availability.PLENTY for offer in offers}
    worst = list(Availability)
    for row in _limiting(offers, now):
        word = in_a_word(left=row["left"], size=row["size"])
        for pk in row["of"]:
            if pk in found and worst.index(word) > worst.index(found[pk]):
                found[pk] = word
    return found


def in_a_word(*, left: int, size: int) -> Availability:
    """Few is a tenth, and five at least."""
    if left < 1:
        return Availability.SOLD_OUT
    few = left <= max(size // FEW_SHARE, FEW_LEAST)
    return Availability.FEW if few else Availability.PLENTY


def quotas_of(*, edition: Edition, now: datetime) -> "QuerySet[Any]":
    """Every quota of an edition with what is taken of it, for staff."""
    quotas = Quota.objects.filter(edition=edition).with_taken(now)
    return quotas.select_related("edition").prefetch_related("offers").order_by("name", "pk")


@transaction.atomic
def set_quota(
    *,
    edition: Edition,
    name: str,
    size: int | None,
    offers: Iterable[Offer],
    by: User,
    now: datetime,
    quota: Quota | None = None,
) -> Quota:
    """Make a quota, or change `quota`. Below what is taken nobody loses a seat; none is given."""
    before = _values(quota) if quota is not None else {}
    changed = quota or Quota(edition=edition)
    changed.name, changed.size = name, size
    changed.save()
    changed.offers.set(offers)
    audit.record(
        actor=by,
        action=AuditAction.CHANGED if quota is not None else AuditAction.CREATED,
        model="catalog.quota",
        target=changed.public_id,
        now=now,
        before=before,
        after=_values(changed),
    )
    return changed


def _limiting(offers: Collection[Offer], now: datetime) -> Iterable[dict[str, Any]]:
    pairs = Quota.offers.through.objects
    mine = pairs.filter(offer__in=offers).values("quota_id")
    limited = Quota.objects.filter(pk__in=mine).exclude(size=None).with_taken(now)
    of = ArraySubquery(pairs.filter(quota_id=OuterRef("pk")).values("offer_id"))
    rows: Iterable[dict[str, Any]] = limited.annotate(of=of).values("size", "left", "of")
    return rows


def _values(quota: Quota) -> dict[str, Any]:
    offers = quota.offers.order_by("public_id").values_list("public_id", flat=True)
    return {"name": quota.name, "size": quota.size, "offers": list(offers)}
