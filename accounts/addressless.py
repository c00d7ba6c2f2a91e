"""Accounts without an address or a name: of a voucher, or of a seat in a lecture hall.

Whoever has one is logged in by her browser's session, and elsewhere by a return code. It opens no
account that can do more than watch: one with an address or a role has better locks.
"""

import hashlib
from datetime import datetime

from django.db import transaction

from accounts import services
from accounts.handwritten import new_code, readings
from accounts.models import ConfirmedBy, ReturnCode, User

RETURN_CODE_LENGTH = 20


@transaction.atomic
def register(*, by: ConfirmedBy, terms_version: str, now: datetime) -> User:
    """An account that nobody can log in to yet: log its person in, and give her a return code."""
    user = User.objects.create_user(confirmed_by=by)
    services.record_consent(user=user, terms_version=terms_version, now=now)
    return user


def new_return_code(*, user: User, now: datetime) -> str:
    """A code for `user`, in place of an earlier one. It can't be shown again."""
    code = new_code(RETURN_CODE_LENGTH)
    ReturnCode.objects.update_or_create(
        user=user, defaults={"digest": _digest(code), "created_at": now}
    )
    return code


def returning(*, typed: str) -> User | None:
    """Whose return code was typed; None where it opens nothing."""
    digests = [_digest(code) for code in readings(typed, length=RETURN_CODE_LENGTH)]
    found = User.objects.filter(
        return_code__digest__in=digests, is_active=True, email=None, roles=None
    )
    return found.first()


def may_return_by_code(user: User) -> bool:
    """Whether a return code would open this account."""
    return user.is_active and not user.email and not user.role_names


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
