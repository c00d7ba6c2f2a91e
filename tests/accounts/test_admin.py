"""Accounts in the admin site: no directory of viewers."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User, UserRole
from accounts.services import create_staffed_user

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"
ADDRESS = "somebody.in.particular@example.org"


@pytest.fixture
def somebody() -> User:
    return create_staffed_user(email=ADDRESS, password="correct horse battery")


def client_of(*roles: Role) -> Client:
    user = create_staffed_user(email="staff@example.net", password="x", roles=roles)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff() -> Client:
    return client_of(Role.ADMIN)


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def found(client: Client, words: str) -> list[str]:
    listed: Any = client.get(LIST, {"q": words})
    return [user.public_id for user in listed.context["cl"].result_list]


def test_the_list_shows_no_address(staff: Client, somebody: User) -> None:
    text = page(staff, LIST)
    assert somebody.public_id in text
    assert ADDRESS not in text
    assert ADDRESS.partition("@")[0] not in text


def test_an_account_is_found_by_its_whole_address_only(staff: Client, somebody: User) -> None:
    assert found(staff, ADDRESS) == [somebody.public_id]
    assert found(staff, somebody.public_id) == [somebody.public_id]
    for part in ("somebody", "example.org", "@", ADDRESS[:-1]):
        assert found(staff, part) == []


def test_its_page_shows_neither_address_nor_password(staff: Client, somebody: User) -> None:
    text = page(staff, f"{LIST}{somebody.pk}/change/")
    assert somebody.public_id in text
    assert ADDRESS not in text
    assert "pbkdf2" not in text


def test_no_page_of_the_site_is_a_list_of_addresses(staff: Client, somebody: User) -> None:
    """Libraries register models of their own: allauth one of addresses."""
    for model in admin.site._registry:
        options = model._meta
        path = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
        assert ADDRESS not in page(staff, path), path


def test_nor_of_second_factors_or_log_ins() -> None:
    listed = {model.__name__ for model in admin.site._registry}
    assert not listed & {"Authenticator", "EmailAddress", "EmailConfirmation", "LoginSession"}


def test_accounts_are_not_made_here(staff: Client) -> None:
    assert staff.get(f"{LIST}add/").status_code == 403


def test_a_role_is_given_and_taken_here(staff: Client, somebody: User) -> None:
    path = f"{LIST}{somebody.pk}/change/"
    form = {"confirmed_by": "staff", "is_active": "on", "roles-TOTAL_FORMS": "1"}
    given = form | {"roles-INITIAL_FORMS": "0", "roles-0-role": "programmer"}
    assert staff.post(path, given).status_code == 302
    assert User.objects.get(pk=somebody.pk).role_names == {"programmer"}
    held = str(UserRole.objects.get(user=somebody).pk)
    taken = form | {"roles-INITIAL_FORMS": "1", "roles-0-id": held, "roles-0-role": "programmer"}
    taken |= {"roles-0-user": str(somebody.pk), "roles-0-DELETE": "on"}
    assert staff.post(path, taken).status_code == 302
    assert User.objects.get(pk=somebody.pk).role_names == frozenset()


@pytest.mark.parametrize("roles", [(Role.PROGRAMMER,), (Role.FILMMAKER,), ()])
def test_it_is_for_admins_alone(somebody: User, roles: tuple[Role, ...]) -> None:
    for path in (LIST, f"{LIST}{somebody.pk}/change/"):
        assert client_of(*roles).get(path).status_code in {302, 403}
