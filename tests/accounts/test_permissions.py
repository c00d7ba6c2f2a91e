"""Who may come in at all."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import HasRole, IsAdmin, IsConfirmed, IsStaff, SecondFactorRequired
from tests.catalog.rows import make_user

pytestmark = pytest.mark.django_db


def allowed(permission: type[HasRole] | type[IsConfirmed], user: Any) -> bool:
    request = APIView().initialize_request(APIRequestFactory().get("/"))
    request.user = user
    return permission().has_permission(request, APIView())


@pytest.mark.parametrize(
    ("role", "staff", "admin"),
    [
        (None, False, False),
        ("filmmaker", False, False),
        ("programmer", True, False),
        ("admin", True, True),
    ],
)
def test_by_role(role: str | None, *, staff: bool, admin: bool) -> None:
    user = make_user(*([role] if role else []))
    assert (allowed(IsStaff, user), allowed(IsAdmin, user)) == (staff, admin)


def test_nobody_is_nobody() -> None:
    for permission in (IsStaff, IsAdmin, IsConfirmed):
        assert not allowed(permission, AnonymousUser())


def test_a_role_that_sleeps_is_told_to_wake_up() -> None:
    user = make_user("programmer")
    user.second_factor_missing = True
    with pytest.raises(SecondFactorRequired):
        allowed(IsStaff, user)
    assert not allowed(IsAdmin, user)


def test_confirmed() -> None:
    assert allowed(IsConfirmed, make_user())
    assert not allowed(IsConfirmed, make_user(confirmed=False))
    assert not allowed(IsConfirmed, User())
