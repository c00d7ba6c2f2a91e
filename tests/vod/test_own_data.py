"""Whoever came may take her data along, and may be forgotten."""

import json

import pytest
from django.test import Client

from accounts.models import Role, User
from accounts.services import create_staffed_user
from catalog.models import Ticket
from tests.catalog.rows import make_ticket
from tests.playback.rows import make_show
from tests.playback.services.acts import NOW
from vod.playback.models import PlaybackSession

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "viewer@example.org", "correct horse battery"
PAGE, EXPORT, ERASE = "/account/data/", "/account/data/export/", "/account/data/erase/"


@pytest.fixture
def viewer() -> User:
    return create_staffed_user(email=EMAIL, password=PASSWORD)


@pytest.fixture
def here(client: Client, viewer: User) -> Client:
    """Her browser: she has just been asked for her password, and has shown it."""
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    asked = client.get(PAGE)["Location"]
    assert client.post(asked, {"password": PASSWORD})["Location"] == PAGE
    return client


def test_she_takes_along_what_is_found_from_her_account(here: Client, viewer: User) -> None:
    show = make_show()
    ticket = make_ticket(show.offer, viewer)
    assert here.get(PAGE).status_code == 200
    answer = here.post(EXPORT)
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["account"]["email"] == EMAIL
    assert [held["public_id"] for held in data["catalog"]["tickets"]] == [ticket.public_id]


def test_she_is_forgotten_and_her_seat_stays_taken(here: Client, viewer: User) -> None:
    show = make_show()
    ticket = make_ticket(show.offer, viewer)
    show.begin(user=viewer, now=NOW)
    answer = here.post(ERASE, {"sure": "yes"}, follow=True)
    assert "Your account and all that led to you are gone." in answer.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()
    assert not PlaybackSession.objects.filter(screening=show.screening).exists()
    assert Ticket.objects.get(pk=ticket.pk).holder is None
    assert here.get(PAGE).status_code == 302


def test_not_by_a_slip(here: Client, viewer: User) -> None:
    answer = here.post(ERASE, follow=True)
    assert "Please tick the box" in answer.content.decode()
    assert User.objects.filter(pk=viewer.pk).exists()


def test_the_last_admin_stays_until_there_is_another(here: Client, viewer: User) -> None:
    viewer.roles.create(role=Role.ADMIN)
    answer = here.post(ERASE, {"sure": "yes"}, follow=True)
    assert "You are the last admin" in answer.content.decode()
    create_staffed_user(email="second@example.org", password=PASSWORD).roles.create(role=Role.ADMIN)
    here.post(ERASE, {"sure": "yes"})
    assert not User.objects.filter(pk=viewer.pk).exists()


@pytest.mark.parametrize("path", [PAGE, EXPORT, ERASE])
def test_whoever_finds_a_browser_open_is_asked_for_the_password(
    client: Client, viewer: User, path: str
) -> None:
    client.force_login(viewer)  # long ago
    answer = client.get(path) if path == PAGE else client.post(path, {"sure": "yes"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=viewer.pk).exists()


def test_and_nobody_is_asked_to_log_in(client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
