"""The audit log: what changed, by whom, and nobody's name once she is gone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import AuditAction, AuditEntry, User

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def user() -> User:
    return User.objects.create_user("staff@example.org")


def changed(**values: Any) -> AuditEntry:
    usual: dict[str, Any] = {
        "before": {"watch": 1, "unlock": 2},
        "after": {"watch": 3, "unlock": 2},
    }
    entry = audit.record(
        action=AuditAction.CHANGED,
        model="catalog.offer",
        target="abc",
        now=NOW,
        **{"actor": None} | usual | values,
    )
    assert entry is not None
    return entry


def test_only_what_differs_is_kept() -> None:
    entry = changed()
    assert (entry.before, entry.after) == ({"watch": 1}, {"watch": 3})


def test_no_entry_where_nothing_changed() -> None:
    same = {"watch": 1}
    assert (
        audit.record(
            actor=None,
            action=AuditAction.CHANGED,
            model="catalog.offer",
            target="abc",
            now=NOW,
            before=same,
            after=same,
        )
        is None
    )
    assert not AuditEntry.objects.exists()


def test_the_actor_stands_under_one_random_id() -> None:
    somebody = user()
    first, second = changed(actor=somebody), changed(actor=somebody)
    assert first.actor == second.actor
    assert first.actor not in {"", somebody.public_id}


def test_what_names_a_person_is_sealed_and_goes_with_her() -> None:
    somebody = user()
    entry = changed(subject=somebody, naming={"pseudonym": "河边人"})
    assert "河边人".encode() not in bytes(entry.sealed)
    assert audit.naming_of(entry) == {"pseudonym": "河边人"}
    somebody.delete()
    assert audit.naming_of(AuditEntry.objects.get()) is None


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_rewrite_it(change: str) -> None:
    changed()
    rows = AuditEntry.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(model="x") if change == "update" else rows.delete()


def test_a_row_s_values_are_plain_json() -> None:
    values = audit.values_of(user(), without=frozenset({"password"}))
    assert "password" not in values
    assert values["email"] == "staff@example.org"
