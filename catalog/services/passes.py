"""Passes: issued by staff, a voucher or a shop; taken away again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from catalog.models import Pass, PassKind, Ticket, Voucher
from catalog.services import locks, tickets


@transaction.atomic(savepoint=False)
def issue_pass(*, kind: PassKind, holder: User, now: datetime) -> Pass:
    """The holder's pass of this kind, issued now unless she has one. By staff."""
    locks.take(keys=[locks.key(locks.Kind.HOLDER, holder.pk)])
    return held_pass(kind=kind, holder=holder) or Pass.objects.create(
        kind=kind, holder=holder, issued_at=now
    )


def held_pass(*, kind: PassKind, holder: User) -> Pass | None:
    """The holder's pass of this kind."""
    return Pass.objects.filter(kind=kind, holder=holder, revoked_at=None).first()


@transaction.atomic
def revoke_pass(*, held: Pass, now: datetime) -> None:
    """Take a pass away, with the tickets that it gave. Waits for one that is being given."""
    locks.take(keys=[locks.key(locks.Kind.PASS, held.pk)])
    Pass.objects.filter(pk=held.pk, revoked_at=None).update(revoked_at=now)
    tickets.revoke(tickets=Ticket.objects.filter(held_pass=held), now=now)


@transaction.atomic
def revoke_given(*, vouchers: "QuerySet[Voucher]", now: datetime) -> None:
    """Take away the tickets and passes that these vouchers gave. Wants the lock of their batch."""
    given = Q(voucher__in=vouchers.values("pk"))
    passes = Pass.objects.filter(given, revoked_at=None)
    held = list(passes.values_list("pk", flat=True))
    locks.take(keys=[locks.key(locks.Kind.PASS, pk) for pk in held])
    Pass.objects.filter(pk__in=held).update(revoked_at=now)
    tickets.revoke(tickets=Ticket.objects.filter(given | Q(held_pass__in=held)), now=now)
