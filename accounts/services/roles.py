"""Giving and taking roles: each leaves a line in the audit log."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import AuditAction, Role, User, UserRole

MODEL = "accounts.userrole"


@transaction.atomic
def grant_role(*, user: User, role: Role, actor: User | None, now: datetime) -> None:
    """Give `user` a role; `actor` is None for the command line. Given twice it is given once."""
    _, given = UserRole.objects.get_or_create(user=user, role=role)
    if given:
        _record(user=user, action=AuditAction.CREATED, actor=actor, now=now, after={"role": role})


@transaction.atomic
def revoke_role(*, user: User, role: Role, actor: User | None, now: datetime) -> None:
    """Take a role from `user`. Taken twice it is taken once."""
    taken, _ = UserRole.objects.filter(user=user, role=role).delete()
    if taken:
        _record(user=user, action=AuditAction.DELETED, actor=actor, now=now, before={"role": role})


def _record(
    *,
    user: User,
    action: AuditAction,
    actor: User | None,
    now: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    audit.record(
        actor=actor,
        action=action,
        model=MODEL,
        # Her id of the log: it says nothing once she is gone.
        target=audit.subject_of(user).audit_id,
        before=before,
        after=after,
        subject=user,
        naming={"user": user.public_id},
        now=now,
    )
