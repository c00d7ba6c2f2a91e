"""Roles: given and taken with a line in the audit log that names nobody by itself."""

import pytest

from accounts import audit
from accounts.models import AuditAction, AuditEntry, Role, User
from accounts.services import create_staffed_user, grant_role, revoke_role
from tests.accounts.visitors import person
from tests.catalog.rows import real_now

pytestmark = pytest.mark.django_db


def user() -> User:
    return person("somebody@example.org")


def test_a_role_is_given_once_and_told_once() -> None:
    somebody, admin = user(), person("admin@example.org")
    for _ in range(2):
        grant_role(user=somebody, role=Role.PROGRAMMER, actor=admin, now=real_now())
    assert somebody.held_roles == {"programmer"}
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.after) == (AuditAction.CREATED, {"role": "programmer"})
    assert entry.actor == audit.subject_of(admin).audit_id


def test_a_role_is_taken_once_and_told_once() -> None:
    somebody = user()
    grant_role(user=somebody, role=Role.ADMIN, actor=None, now=real_now())
    for _ in range(2):
        revoke_role(user=somebody, role=Role.ADMIN, actor=None, now=real_now())
    assert somebody.held_roles == frozenset()
    last = AuditEntry.objects.latest("pk")
    assert (last.action, last.before) == (AuditAction.DELETED, {"role": "admin"})
    assert AuditEntry.objects.count() == 2


def test_the_log_names_nobody_once_she_is_gone() -> None:
    somebody = user()
    name = somebody.public_id
    grant_role(user=somebody, role=Role.ADMIN, actor=None, now=real_now())
    entry = AuditEntry.objects.get()
    assert audit.naming_of(entry) == {"user": name}
    somebody.delete()
    entry = AuditEntry.objects.get()
    assert audit.naming_of(entry) is None
    assert name not in str(AuditEntry.objects.values())


def test_the_command_line_s_accounts_are_told_too() -> None:
    create_staffed_user(email="a@example.org", password="x", roles=(Role.ADMIN, Role.PROGRAMMER))
    told = AuditEntry.objects.values_list("after", flat=True)
    assert sorted(entry["role"] for entry in told) == ["admin", "programmer"]
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {""}
