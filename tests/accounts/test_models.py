"""Users: opaque ids, roles, and what can be erased."""

import base64
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import ConfirmedBy, Consent, Profile, Role, User, UserRole, new_public_id

pytestmark = pytest.mark.django_db


class TestPublicId:
    def test_has_128_bits_none_of_which_is_the_time(self) -> None:
        """A UUIDv7 made in the same second begins with the same 32 bits: it tells when."""
        made = [base64.urlsafe_b64decode(new_public_id() + "==") for _ in range(200)]
        assert {len(raw) for raw in made} == {16}
        assert len({raw[:4] for raw in made}) > 190
        assert sorted(made) != made

    def test_is_given_to_each_account(self) -> None:
        first, second = User.objects.create_user(), User.objects.create_user()
        assert first.public_id != second.public_id
        assert len(first.public_id) == 22

    def test_is_an_accounts_name(self) -> None:
        user = User.objects.create_user("ling@example.org")
        assert str(user) == user.get_username() == user.public_id


class TestCreateUser:
    def test_an_address_is_optional(self) -> None:
        users = [User.objects.create_user(), User.objects.create_user("")]
        assert [user.email for user in users] == [None, None]

    def test_an_address_is_kept_in_lower_case(self) -> None:
        """In any other case nobody could log in with it: allauth looks for it so."""
        assert User.objects.create_user("Ling@Example.ORG").email == "ling@example.org"

    def test_without_a_password_there_is_no_way_in(self) -> None:
        user = User.objects.create_user("ling@example.org")
        assert not user.has_usable_password()
        assert not user.check_password("")

    def test_the_password_is_not_kept(self) -> None:
        user = User.objects.create_user("ling@example.org", "correct horse battery")
        assert "correct horse" not in user.password
        assert user.check_password("correct horse battery")

    def test_nobody_vouches_yet(self) -> None:
        user = User.objects.create_user()
        assert (user.confirmed, user.confirmed_by, user.is_active) == (False, "", True)

    def test_two_may_claim_one_address(self) -> None:
        """Whoever types a stranger's must not learn that it is taken."""
        for _ in range(2):
            User.objects.create_user("ling@example.org")
        assert User.objects.filter(email="ling@example.org").count() == 2


@pytest.mark.parametrize("voucher", ConfirmedBy)
def test_an_account_is_confirmed_by_whoever_vouches(voucher: ConfirmedBy) -> None:
    assert User(confirmed_by=voucher).confirmed


def make(*roles: str) -> User:
    user = User.objects.create_user()
    for role in roles:
        UserRole.objects.create(user=user, role=role)
    return user


class TestRoles:
    def test_everybody_is_a_viewer_without_a_row(self) -> None:
        assert make().role_names == frozenset()

    def test_names(self) -> None:
        assert make("filmmaker", "programmer").role_names == {"filmmaker", "programmer"}

    def test_a_role_is_held_once(self) -> None:
        user = make("filmmaker")
        with pytest.raises(IntegrityError, match="user_holds_role_once"), transaction.atomic():
            UserRole.objects.create(user=user, role="filmmaker")

    @pytest.mark.parametrize(
        ("role", "staff"), [("filmmaker", False), ("programmer", True), ("admin", True)]
    )
    def test_staff(self, role: str, *, staff: bool) -> None:
        assert make(role).is_staff is staff
        assert make().is_staff is False

    @pytest.mark.parametrize(
        ("role", "may"),
        [
            ("filmmaker", set()),
            (
                "programmer",
                {"catalog.change_film", "transcoding.view_master", "accounts.view_auditentry"},
            ),
            (
                "admin",
                {"catalog.change_film", "transcoding.view_master", "transcoding.delete_master"}
                | {"accounts.view_user", "accounts.view_auditentry"},
            ),
        ],
    )
    def test_permissions(self, role: str, may: set[str]) -> None:
        asked = {
            "catalog.change_film",
            "transcoding.view_master",
            "transcoding.delete_master",
            "accounts.view_user",
            "accounts.view_auditentry",
        }
        user = make(role)
        assert {permission for permission in asked if user.has_perm(permission)} == may
        apps = {permission.split(".")[0] for permission in may}
        assert {app for app in ("catalog", "accounts") if user.has_module_perms(app)} == (
            apps & {"catalog", "accounts"}
        )

    def test_whoever_loses_a_role_keeps_nothing(self) -> None:
        user = make("admin", "programmer")
        UserRole.objects.filter(role=Role.ADMIN).delete()
        user = User.objects.get(pk=user.pk)
        assert user.has_perm("catalog.change_film")
        assert not user.has_perm("accounts.view_user")

    @pytest.mark.parametrize("role", ["programmer", "admin"])
    def test_a_locked_account_may_nothing(self, role: str) -> None:
        user = make(role)
        user.is_active = False
        assert not user.has_perm("catalog.change_film")
        assert not user.has_module_perms("catalog")


def test_contact_and_pseudonym_can_go_without_the_account() -> None:
    user = User.objects.create_user("ling@example.org")
    Profile.objects.create(user=user, pseudonym="Ling", language="zh-Hans").delete()
    user.email = None
    user.save()
    assert User.objects.get().public_id == user.public_id


def test_a_consent_is_kept_once_a_version() -> None:
    user, now = User.objects.create_user(), datetime(2026, 11, 20, tzinfo=UTC)
    Consent.objects.create(user=user, terms_version="2026-11", given_at=now)
    Consent.objects.create(user=user, terms_version="2027-01", given_at=now)
    with pytest.raises(IntegrityError, match="consent_once_a_version"), transaction.atomic():
        Consent.objects.create(user=user, terms_version="2027-01", given_at=now)
