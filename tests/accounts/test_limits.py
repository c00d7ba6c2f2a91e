"""What is counted bites: by address, and by the account or mail address concerned."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from tests.accounts.visitors import AUTH, PASSWORD, person

pytestmark = pytest.mark.django_db
EMAIL = "ling@example.org"


def act(path: str, body: dict[str, Any], address: str = "198.51.100.1") -> int:
    client = Client(REMOTE_ADDR=address)
    answer = client.post(AUTH + path, body, content_type="application/json")
    return answer.status_code


def addresses() -> Callable[[], str]:
    numbers = iter(range(1, 250))
    return lambda: f"198.51.100.{next(numbers)}"


def test_a_password_is_guessed_five_times_from_wherever() -> None:
    """Each guess from another address; then not even the right one helps for a while."""
    person()
    somewhere = addresses()
    for _ in range(5):
        assert act("login", {"email": EMAIL, "password": "wrong"}, somewhere()) == 400
    answer = Client(REMOTE_ADDR=somewhere()).post(
        f"{AUTH}login", {"email": EMAIL, "password": PASSWORD}, content_type="application/json"
    )
    assert answer.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_staff_on_their_way_to_the_admin_site_are_limited_alike() -> None:
    person()
    browser = Client()
    path = browser.get("/admin/", follow=True).redirect_chain[-1][0]
    assert path.startswith("/accounts/login/")
    for _ in range(5):
        browser.post(path, {"login": EMAIL, "password": "wrong"})
    assert browser.post(path, {"login": EMAIL, "password": PASSWORD}).status_code == 200
    assert not browser.session.get("_auth_user_id")


def test_an_address_guesses_ten_times_a_minute_whoever_is_meant() -> None:
    answers = [
        Client(REMOTE_ADDR="198.51.100.1")
        .post(
            f"{AUTH}login",
            {"email": f"p{number}@example.org", "password": "wrong"},
            content_type="application/json",
        )
        .json()["errors"][0]["code"]
        for number in range(11)
    ]
    assert answers == ["email_password_mismatch"] * 10 + ["too_many_login_attempts"]


@pytest.mark.parametrize("path", ["code/request", "password/request"])
def test_nobody_is_flooded_with_codes(path: str) -> None:
    person()
    somewhere = addresses()
    answers = [act(path, {"email": EMAIL}, somewhere()) for _ in range(4)]
    assert answers[:3] == [401, 401, 401]
    assert answers[3] in {400, 429}
    assert len(mail.outbox) == 3
    assert act(path, {"email": "another@example.org"}, somewhere()) == 401


@pytest.mark.parametrize("path", ["code/request", "password/request"])
def test_an_address_asks_for_so_many_codes(path: str, settings: Settings) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = {name: limits[name].replace("20/", "2/") for name in limits}
    answers = [act(path, {"email": f"p{number}@example.org"}) for number in range(3)]
    assert answers[:2] == [401, 401]
    assert answers[2] in {400, 429}
    assert len(mail.outbox) == 2


def test_an_address_signs_so_many_up(settings: Settings) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS
    assert limits["signup"] == "20/m/ip"
    settings.ACCOUNT_RATE_LIMITS = limits | {"signup": "2/m/ip"}
    answers = [
        act("signup", {"email": f"p{number}@example.org", "password": PASSWORD})
        for number in range(3)
    ]
    assert answers == [200, 200, 429]
    elsewhere = {"email": "p9@example.org", "password": PASSWORD}
    assert act("signup", elsewhere, "203.0.113.7") == 200


def test_a_link_of_confirmation_is_sent_once_in_three_minutes() -> None:
    browser = Client()
    browser.post("/accounts/signup/", {"email": EMAIL, "password1": PASSWORD})
    assert len(mail.outbox) == 1
    for _ in range(3):
        browser.post("/accounts/email/", {"email": EMAIL, "action_send": ""})
    assert len(mail.outbox) == 1


def test_a_whole_network_of_ipv6_counts_as_one() -> None:
    """Everybody has 2^64 addresses there."""
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:1:1::{number}")
        .post(
            f"{AUTH}login",
            {"email": f"p{number}@example.org", "password": "wrong"},
            content_type="application/json",
        )
        .json()["errors"][0]["code"]
        for number in range(1, 12)
    ]
    assert answers[-1] == "too_many_login_attempts"
