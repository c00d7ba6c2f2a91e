"""Accreditation of press, jury and industry: applied for, approved, declined, lapsed."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import AuditAction, User
from catalog.models import (
    Accreditation,
    AccreditationKind,
    AccreditationState,
    Edition,
    EditionState,
    Ticket,
    TicketOrigin,
)
from catalog.services import locks, tickets
from catalog.troubles import AlreadyApplied

# The applicant's own words are hers; the log says what was decided.
UNLOGGED = frozenset({"statement", "user_id"})


def editions_to_apply_for() -> "QuerySet[Edition]":
    """Those that are announced or open."""
    states = (EditionState.ANNOUNCED, EditionState.OPEN)
    return Edition.objects.filter(state__in=states).order_by("-year", "pk")


def accreditations_of(user: User) -> "QuerySet[Accreditation]":
    """All that she applied for, the newest first."""
    hers = Accreditation.objects.filter(user=user).select_related("edition")
    return hers.order_by("-applied_at", "-pk")


def applications(*, state: AccreditationState | None = None) -> "QuerySet[Accreditation]":
    """What staff decide on: the oldest first."""
    known = Accreditation.objects.select_related("edition", "user__profile")
    return (known.filter(state=state) if state else known).order_by("applied_at", "pk")


@transaction.atomic
def apply(
    *, user: User, edition: Edition, kind: AccreditationKind, statement: str, now: datetime
) -> Accreditation:
    """Ask for an accreditation. After a refusal one may ask again. Raises `AlreadyApplied`."""
    locks.take(keys=[locks.key(locks.Kind.HOLDER, user.pk)])
    standing = Accreditation.objects.filter(user=user, edition=edition, kind=kind)
    if standing.exclude(state=AccreditationState.DECLINED).exists():
        raise AlreadyApplied
    return Accreditation.objects.create(
        user=user, edition=edition, kind=kind, statement=statement, applied_at=now
    )


@transaction.atomic
def decide_accreditation(
    *,
    accreditation: Accreditation,
    approved: bool,
    by: User,
    now: datetime,
    valid_until: datetime | None = None,
) -> Accreditation:
    """Approve or decline; an approved one can be declined later, and loses its tickets then."""
    holder = locks.key(locks.Kind.HOLDER, accreditation.user_id)
    locks.take(keys=[holder])
    before = audit.values_of(accreditation, without=UNLOGGED)
    accreditation.state = AccreditationState.APPROVED if approved else AccreditationState.DECLINED
    accreditation.decided_at = now
    accreditation.valid_until = valid_until if approved else None
    accreditation.save(update_fields=["state", "decided_at", "valid_until"])
    if not approved:
        given = Ticket.objects.filter(
            holder=accreditation.user_id,
            origin=TicketOrigin.ACCREDITATION,
            offer__audience=accreditation.kind,
            offer__screening__edition=accreditation.edition_id,
        )
        tickets.revoke(tickets=given, now=now)
    audit.record(
        actor=by,
        action=AuditAction.CHANGED,
        model="catalog.accreditation",
        target=accreditation.public_id,
        now=now,
        before=before,
        after=audit.values_of(accreditation, without=UNLOGGED),
        subject=accreditation.user,
        naming={"user": accreditation.user.public_id},
    )
    return accreditation
