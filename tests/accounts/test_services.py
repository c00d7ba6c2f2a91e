"""What happens to accounts."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts import services
from accounts.models import ConfirmedBy, Consent, Profile, Role, User

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, tzinfo=UTC)
PASSWORD = "correct horse battery"


def create(email: str = "ling@example.org", *, password: str = PASSWORD, **extra: object) -> User:
    return services.create_staffed_user(email=email, password=password, **extra)  # type: ignore[arg-type]


def may_log_in(email: str, password: str = PASSWORD) -> bool:
    answer = Client().post(
        "/_allauth/app/v1/auth/login",
        {"email": email, "password": password},
        content_type="application/json",
    )
    return answer.status_code == 200


class TestConfirm:
    def test_marks_the_account(self) -> None:
        user = User.objects.create_user()
        services.confirm(user=user, by=ConfirmedBy.VOUCHER)
        assert user.confirmed_by == ConfirmedBy.VOUCHER
        assert User.objects.get().confirmed_by == ConfirmedBy.VOUCHER

    def test_the_first_who_vouches_stays(self) -> None:
        user = User.objects.create_user()
        services.confirm(user=user, by=ConfirmedBy.ORGANISATION)
        services.confirm(user=user, by=ConfirmedBy.MAIL)
        assert user.confirmed_by == ConfirmedBy.ORGANISATION
        assert User.objects.get().confirmed_by == ConfirmedBy.ORGANISATION

    def test_nobody_else_is_confirmed(self) -> None:
        user, other = User.objects.create_user(), User.objects.create_user()
        services.confirm(user=user, by=ConfirmedBy.STAFF)
        other.refresh_from_db()
        assert not other.confirmed


def test_the_first_consent_to_a_version_is_the_one_that_counts() -> None:
    user = User.objects.create_user()
    services.record_consent(user=user, terms_version="2026-11", now=NOW)
    services.record_consent(user=user, terms_version="2026-11", now=NOW + timedelta(days=1))
    services.record_consent(user=user, terms_version="2027-01", now=NOW + timedelta(days=2))
    assert list(Consent.objects.order_by("pk").values_list("terms_version", "given_at")) == [
        ("2026-11", NOW),
        ("2027-01", NOW + timedelta(days=2)),
    ]


class TestCreateStaffedUser:
    def test_may_log_in_and_is_confirmed(self) -> None:
        user = create(roles=(Role.FILMMAKER,), pseudonym="Ling")
        assert user.confirmed_by == ConfirmedBy.STAFF
        assert user.role_names == {"filmmaker"}
        assert Profile.objects.get().pseudonym == "Ling"
        assert may_log_in("ling@example.org")
        assert not may_log_in("ling@example.org", "another horse battery")

    @pytest.mark.parametrize("typed", ["Ling@example.org", "LING@EXAMPLE.ORG"])
    def test_in_whatever_case_the_address_was_typed(self, typed: str) -> None:
        create(typed)
        assert may_log_in("ling@example.org")
        assert may_log_in(typed)

    def test_twice_is_one_account_with_the_roles_of_both(self) -> None:
        first = create(roles=(Role.FILMMAKER,))
        second = create("Ling@Example.org", roles=(Role.FILMMAKER, Role.PROGRAMMER))
        assert first == second
        assert second.role_names == {"filmmaker", "programmer"}
        assert EmailAddress.objects.count() == 1

    def test_is_no_way_into_an_account_that_exists(self) -> None:
        create()
        create(password="another horse battery", roles=(Role.ADMIN,))
        assert may_log_in("ling@example.org")
        assert not may_log_in("ling@example.org", "another horse battery")

    def test_a_stranger_who_claimed_the_address_gets_nothing(self) -> None:
        stranger = User.objects.create_user("ling@example.org", "another horse battery")
        EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False)
        user = create(roles=(Role.ADMIN,))
        assert user != stranger
        assert User.objects.get(pk=stranger.pk).role_names == frozenset()
        assert not User.objects.get(pk=stranger.pk).confirmed

    def test_an_admin_is_one_by_the_role_alone(self) -> None:
        user = create(roles=(Role.ADMIN,))
        assert user.has_perm("accounts.delete_user")
        assert not user.is_superuser


class TestOpenSession:
    def versions_of_nobody(self, token: str) -> int:
        """How an endpoint for people who are logged in answers."""
        path = "/api/v1/versions/none/uploads/"
        return Client().post(path, headers={"X-Session-Token": token}).status_code

    def test_its_key_is_a_token_of_the_api(self) -> None:
        session = services.open_session(user=create(), lasts=timedelta(days=1))
        assert self.versions_of_nobody("none") == 401
        assert self.versions_of_nobody(str(session.session_key)) == 404

    def test_it_ends_when_it_is_said_to(self) -> None:
        session = services.open_session(user=create(), lasts=timedelta(seconds=-1))
        assert self.versions_of_nobody(str(session.session_key)) == 401

    def test_and_with_the_account(self) -> None:
        user = create()
        session = services.open_session(user=user, lasts=timedelta(days=1))
        User.objects.update(is_active=False)
        assert self.versions_of_nobody(str(session.session_key)) == 401
