"""The rights sheet: grants are recorded, never changed; their caps become quotas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from rest_framework.exceptions import APIException

from accounts import audit
from accounts.models import AuditAction, User
from catalog.facts import all_films, all_offers
from catalog.models import Edition, Film, Offer, Quota, RightsGrant, Screening, TerritoryGroup
from catalog.services.facts_sql import documents
from catalog.sheet import OfferSheet, covering, offer_sheet


class AlreadySuperseded(APIException):
    """Somebody recorded a later grant in the meantime."""

    status_code = 409
    default_code = "already_superseded"
    default_detail = (
        "A later grant has superseded this one already. Please look at the sheet again."
    )


class SupersedesOther(APIException):
    """A grant follows one of its own film and use."""

    status_code = 409
    default_code = "supersedes_other"
    default_detail = "A grant can only supersede one of the same film and for the same use."


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """One offer of a screening against its films' rights."""

    offer: Offer
    sheet: OfferSheet


def may_state_rights(user: User, film: Film) -> bool:
    """Allow the film's team and staff."""
    return user.is_staff or film.team.filter(user=user).exists()


@transaction.atomic
def record_grant(
    *,
    film: Film,
    actor: User,
    now: datetime,
    use: str,
    begins: datetime | None,
    ends: datetime | None,
    consent_version: str,
    consent_on: date,
    edition: Edition | None = None,
    territory_groups: Collection[TerritoryGroup] = (),
    supersedes: RightsGrant | None = None,
    **terms: Any,
) -> RightsGrant:
    """Record what the film's makers allow; what it supersedes holds no longer.

    `terms`: territory_rule, territories, cap, holdback_until, holdback_territories. Raises
    `AlreadySuperseded` and `SupersedesOther`.
    """
    Film.objects.select_for_update().get(pk=film.pk)  # one grant of a film at a time
    if supersedes is not None:
        if supersedes.film_id != film.pk or supersedes.use != use:
            raise SupersedesOther
        if not RightsGrant.objects.in_force().filter(pk=supersedes.pk).exists():
            raise AlreadySuperseded
    grant = RightsGrant.objects.create(
        film=film,
        edition=edition,
        use=use,
        dates=DateTimeTZRange(begins, ends),
        consent_version=consent_version,
        consent_on=consent_on,
        supersedes=supersedes,
        created_at=now,
        **terms,
    )
    grant.territory_groups.set(territory_groups)
    audit.record(
        actor=actor,
        action=AuditAction.CREATED,
        model="catalog.rightsgrant",
        target=grant.public_id,
        now=now,
        after=audit.values_of(grant)
        | {"territory_groups": sorted(group.slug for group in territory_groups)},
    )
    if supersedes is not None:
        _drop_caps(supersedes, actor=actor, now=now)
    shown = Screening.objects.filter(items__version__film=film).distinct().order_by("pk")
    for screening in shown:
        attach_caps(screening=screening, actor=actor, now=now)
    return grant


@transaction.atomic
def attach_caps(*, screening: Screening, actor: User | None, now: datetime) -> None:
    """Put each offer under the caps of the grants that it makes use of, and under no others.

    To be called when an offer was made or moved, and when films of the screening changed.
    """
    document = documents([screening.pk], user=None)[screening.pk]
    offers, films = all_offers(document), all_films(document)
    wanted: dict[str, set[int]] = {
        grant.grant_id: set() for film in films for grant in film.grants if grant.cap is not None
    }
    for pk, offer in offers.items():
        for film in films:
            for grant in covering(offer, film):
                if grant.cap is not None:
                    wanted[grant.grant_id].add(pk)
    capped = RightsGrant.objects.filter(public_id__in=wanted).select_related("film").order_by("pk")
    for row in capped:
        _attach(
            row,
            screening.edition,
            mine=set(offers),
            wanted=wanted[row.public_id],
            actor=actor,
            now=now,
        )


def screening_sheet(*, screening: Screening) -> Sequence[SheetLine]:
    """Every offer of a screening with the part that its films' rights cover, and the conflicts."""
    document = documents([screening.pk], user=None)[screening.pk]
    films, facts = all_films(document), all_offers(document)
    offers = screening.offers.prefetch_related("quotas").order_by("pk")
    return [
        SheetLine(offer=offer, sheet=offer_sheet(facts[offer.pk], films, seats=own_seats(offer)))
        for offer in offers
    ]


def own_seats(offer: Offer) -> int | None:
    """Of its own quotas; what grants cap is compared with it."""
    own = [quota.size for quota in offer.quotas.all() if quota.grant_id is None]
    return min((size for size in own if size is not None), default=None)


def _attach(
    grant: RightsGrant,
    edition: Edition,
    *,
    mine: set[int],
    wanted: set[int],
    actor: User | None,
    now: datetime,
) -> None:
    quota = Quota.objects.filter(edition=edition, grant=grant).first()
    if quota is None and not wanted:
        return
    before = _quota_values(quota) if quota else {}
    action = AuditAction.CHANGED if quota else AuditAction.CREATED
    if quota is None:
        name = f"{grant.film.slug}, {grant.use}: cap of the rights"
        quota = Quota.objects.create(edition=edition, grant=grant, size=grant.cap, name=name)
    quota.offers.remove(*(mine - wanted))
    quota.offers.add(*wanted)
    audit.record(
        actor=actor,
        action=action,
        model="catalog.quota",
        target=quota.public_id,
        now=now,
        before=before,
        after=_quota_values(quota),
    )


def _drop_caps(grant: RightsGrant, *, actor: User, now: datetime) -> None:
    """A cap that was superseded limits nothing; the tickets count under the new one."""
    for quota in Quota.objects.filter(grant=grant).order_by("pk"):
        audit.record(
            actor=actor,
            action=AuditAction.DELETED,
            model="catalog.quota",
            target=quota.public_id,
            now=now,
            before=_quota_values(quota),
        )
        quota.delete()


def _quota_values(quota: Quota) -> dict[str, Any]:
    offers = quota.offers.order_by("public_id").values_list("public_id", flat=True)
    return audit.values_of(quota) | {"offers": list(offers)}
