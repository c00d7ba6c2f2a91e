"""Logging in by a code from a mail, and a new password by one."""

import pytest
from django.core import mail
from django.test import Client

from accounts.models import ConfirmedBy, LoginSession, User
from tests.accounts.visitors import PASSWORD, api, by_app, by_page, code_in_mail, code_now, person

pytestmark = pytest.mark.django_db
EMAIL = "ling@example.org"
NEW = "another horse battery"


def asked_for_code(email: str = EMAIL) -> Client:
    browser = Client()
    answer = browser.post("/accounts/login/code/", {"email": email})
    assert answer["Location"] == "/accounts/login/code/confirm/"
    return browser


class TestLogIn:
    def test_by_page(self) -> None:
        user = person()
        browser = asked_for_code()
        browser.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
        assert browser.get("/api/v1/account/").json()["id"] == user.public_id

    def test_by_app(self) -> None:
        user = person()
        asked = api("code/request", {"email": EMAIL})
        assert asked.status_code == 401
        headers = {"X-Session-Token": asked.json()["meta"]["session_token"]}
        done = api("code/confirm", {"code": code_in_mail()}, headers=headers)
        assert done.json()["data"]["user"]["id"] == user.public_id

    def test_the_code_is_good_where_it_was_asked_for_alone(self) -> None:
        person()
        asked_for_code()
        thief = asked_for_code()
        first = mail.outbox[0].body
        code = next(line for line in str(first).splitlines() if "-" in line and len(line) == 9)
        thief.post("/accounts/login/code/confirm/", {"code": code})
        assert thief.get("/api/v1/account/").status_code == 401

    def test_three_wrong_codes_end_it(self) -> None:
        person()
        browser = asked_for_code()
        code = code_in_mail()
        for _ in range(3):
            browser.post("/accounts/login/code/confirm/", {"code": "BBBB-BBBB"})
        browser.post("/accounts/login/code/confirm/", {"code": code})
        assert browser.get("/api/v1/account/").status_code == 401

    def test_confirms_the_address_for_good(self) -> None:
        api("signup", {"email": EMAIL, "password": PASSWORD})
        assert not User.objects.get().confirmed
        mail.outbox.clear()
        browser = asked_for_code()
        browser.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
        assert User.objects.get().confirmed_by == ConfirmedBy.MAIL

    def test_does_not_stand_in_for_the_second_factor(self) -> None:
        person(factor=True)
        browser = asked_for_code()
        answer = browser.post("/accounts/login/code/confirm/", {"code": code_in_mail()})
        assert answer["Location"] == "/accounts/2fa/authenticate/"
        assert browser.get("/api/v1/account/").status_code == 401
        browser.post(answer["Location"], {"code": code_now()})
        assert browser.get("/api/v1/account/").json()["second_factor"]["shown"]

    def test_nobody_learns_who_is_registered(self) -> None:
        person()
        known, unknown = asked_for_code(), asked_for_code("nobody@example.org")
        pages = [
            browser.get("/accounts/login/code/confirm/").content.decode()
            for browser in (known, unknown)
        ]
        assert known.cookies.keys() == unknown.cookies.keys()
        assert [EMAIL in pages[0], "nobody@example.org" in pages[1]] == [True, True]
        assert [m.to for m in mail.outbox] == [[EMAIL], ["nobody@example.org"]]


class TestNewPassword:
    def reset(self, password: str = NEW) -> Client:
        browser = Client()
        browser.post("/accounts/password/reset/", {"email": EMAIL})
        browser.post("/accounts/password/reset/confirm/", {"code": code_in_mail()})
        body = {"password1": password, "password2": password}
        browser.post("/accounts/password/reset/complete/", body)
        return browser

    def test_opens_and_the_old_one_does_not(self) -> None:
        user = person()
        self.reset()
        answers = [
            api("login", {"email": EMAIL, "password": word}).status_code for word in (PASSWORD, NEW)
        ]
        assert answers == [400, 200]
        assert User.objects.get() == user

    def test_ends_every_log_in(self) -> None:
        user = person()
        browser, headers = by_page(user), by_app(user)
        self.reset()
        assert browser.get("/api/v1/account/").status_code == 401
        assert Client().get("/api/v1/account/", headers=headers).status_code == 401
        assert not LoginSession.objects.filter(user=user).exists()

    def test_a_weak_one_is_refused(self) -> None:
        person()
        self.reset("password123")
        assert api("login", {"email": EMAIL, "password": PASSWORD}).status_code == 200

    def test_takes_no_second_factor_off(self) -> None:
        person(factor=True)
        self.reset()
        assert api("login", {"email": EMAIL, "password": NEW}).status_code == 401

    def test_without_the_code_nothing_happens(self) -> None:
        person()
        browser = Client()
        browser.post("/accounts/password/reset/", {"email": EMAIL})
        browser.post("/accounts/password/reset/confirm/", {"code": "BBBB-BBBB"})
        body = {"password1": NEW, "password2": NEW}
        browser.post("/accounts/password/reset/complete/", body)
        assert api("login", {"email": EMAIL, "password": PASSWORD}).status_code == 200

    def test_by_app(self) -> None:
        person()
        asked = api("password/request", {"email": EMAIL})
        headers = {"X-Session-Token": asked.json()["meta"]["session_token"]}
        answer = api("password/reset", {"key": code_in_mail(), "password": NEW}, headers=headers)
        assert answer.status_code in {200, 401}, answer.content
        assert api("login", {"email": EMAIL, "password": NEW}).status_code == 200
