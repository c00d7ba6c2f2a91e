"""Universities and museums, and who may book for them."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.models import AuditAction, User
from catalog.models import Organisation, OrganisationMember


def organisations_of(user: User) -> "QuerySet[Organisation]":
    """Those for which `user` may book."""
    return Organisation.objects.filter(members__user=user).order_by("name", "pk")


@transaction.atomic
def make_organisation(*, name: str, country: str = "", by: User, now: datetime) -> Organisation:
    """Enter an institution."""
    made = Organisation.objects.create(name=name, country=country)
    audit.record(
        actor=by,
        action=AuditAction.CREATED,
        model="catalog.organisation",
        target=made.public_id,
        now=now,
        after=audit.values_of(made),
    )
    return made


@transaction.atomic
def add_member(*, organisation: Organisation, user: User, by: User, now: datetime) -> None:
    """Let `user` book for the organisation; twice is once."""
    _, new = OrganisationMember.objects.get_or_create(organisation=organisation, user=user)
    if new:
        _record(AuditAction.CREATED, organisation=organisation, user=user, by=by, now=now)


@transaction.atomic
def remove_organisation_member(
    *, organisation: Organisation, user: User, by: User, now: datetime
) -> None:
    """End it. The bookings stay: they are the organisation's."""
    gone, _ = OrganisationMember.objects.filter(organisation=organisation, user=user).delete()
    if gone:
        _record(AuditAction.DELETED, organisation=organisation, user=user, by=by, now=now)


def _record(
    action: AuditAction, *, organisation: Organisation, user: User, by: User, now: datetime
) -> None:
    audit.record(
        actor=by,
        action=action,
        model="catalog.organisationmember",
        target=organisation.public_id,
        now=now,
        subject=user,
        naming={"member": user.public_id},
    )
