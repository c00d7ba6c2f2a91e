"""Keeping what was changed, by whom, from what to what."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import AuditAction, AuditEntry, AuditSubject, User

Values = Mapping[str, Any]


def record(
    *,
    actor: User | None,
    action: AuditAction,
    model: str,
    target: str,
    now: datetime,
    before: Values | None = None,
    after: Values | None = None,
    subject: User | None = None,
    naming: Values | None = None,
) -> AuditEntry | None:
    """Write an entry in the caller's transaction; none where nothing changed.

    `before` and `after` hold all fields; only what differs is kept. They name nobody: `naming` is
    what does, sealed under the key of `subject`.
    """
    old, new = _difference(before or {}, after or {})
    if action == AuditAction.CHANGED and not old and not new:
        return None
    concerned = subject_of(subject) if subject is not None else None
    return AuditEntry.objects.create(
        at=now,
        actor=subject_of(actor).audit_id if actor is not None else "",
        action=action,
        model=model,
        target=target,
        before=old,
        after=new,
        subject=concerned.audit_id if concerned else "",
        sealed=_seal(naming, concerned) if concerned and naming else b"",
    )


def subject_of(user: User) -> AuditSubject:
    """The id under which the log knows `user`, made at the first need."""
    return AuditSubject.objects.get_or_create(user=user)[0]


def naming_of(entry: AuditEntry) -> dict[str, Any] | None:
    """What an entry says of its subject; None once the subject's key is gone."""
    if not entry.sealed:
        return {}
    subject = AuditSubject.objects.filter(audit_id=entry.subject).first()
    if subject is None:
        return None
    named: dict[str, Any] = json.loads(Fernet(bytes(subject.key)).decrypt(bytes(entry.sealed)))
    return named


def values_of(row: models.Model, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of a row as JSON holds them; foreign keys by primary key. No many-to-many."""
    values = {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's documented model API
        if field.attname not in without
    }
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=_Encoder))
    return plain


def _difference(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return (
        {name: value for name, value in before.items() if name in changed},
        {name: value for name, value in after.items() if name in changed},
    )


def _seal(naming: Values, subject: AuditSubject) -> bytes:
    text = json.dumps(naming, cls=DjangoJSONEncoder, ensure_ascii=False)
    return Fernet(bytes(subject.key)).encrypt(text.encode())


class _Encoder(DjangoJSONEncoder):
    """With ranges and bytes, which Django's encoder does not know."""

    def default(self, o: Any) -> Any:
        """Write a range as its bounds, bytes as hexadecimal."""
        if isinstance(o, (bytes, memoryview)):
            return bytes(o).hex()
        if hasattr(o, "lower") and hasattr(o, "upper"):
            return [o.lower, o.upper]
        return super().default(o)
