"""Accounts without an address, and how their people come back."""

from datetime import UTC, datetime

import pytest

from accounts import addressless
from accounts.models import ConfirmedBy, Consent, ReturnCode, User, UserRole

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def student() -> User:
    return addressless.register(by=ConfirmedBy.ORGANISATION, terms_version="2026-11", now=NOW)


def test_nothing_of_her_is_kept_but_her_consent() -> None:
    user = student()
    assert (user.email, user.confirmed_by) == (None, ConfirmedBy.ORGANISATION)
    assert not user.has_usable_password()
    assert Consent.objects.get(user=user).terms_version == "2026-11"
    assert not hasattr(user, "profile")


def test_she_comes_back_by_her_code() -> None:
    user = student()
    code = addressless.new_return_code(user=user, now=NOW)
    assert addressless.returning(typed=code.lower()) == user
    assert code.encode() not in bytes(ReturnCode.objects.get().digest)


def test_a_new_code_replaces_the_old_one() -> None:
    user = student()
    old = addressless.new_return_code(user=user, now=NOW)
    new = addressless.new_return_code(user=user, now=NOW)
    assert addressless.returning(typed=old) is None
    assert addressless.returning(typed=new) == user


@pytest.mark.parametrize("better", ["role", "address", "inactive"])
def test_it_opens_no_account_that_has_a_better_lock(better: str) -> None:
    user = student()
    code = addressless.new_return_code(user=user, now=NOW)
    if better == "role":
        UserRole.objects.create(user=user, role="admin")
    elif better == "address":
        User.objects.filter(pk=user.pk).update(email="her@example.org")
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)
    user = User.objects.get(pk=user.pk)
    assert addressless.returning(typed=code) is None
    assert not addressless.may_return_by_code(user)


def test_a_wrong_code_opens_nothing() -> None:
    addressless.new_return_code(user=student(), now=NOW)
    assert addressless.returning(typed="3" * 20) is None
    assert addressless.returning(typed="") is None
