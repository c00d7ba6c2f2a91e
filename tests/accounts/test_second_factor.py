"""Staff show a second factor in every log-in, or are nobody special."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import Role, User
from accounts.services import open_session, reset_second_factor
from infra.local import codes
from tests.accounts.visitors import PASSWORD, SECRET, by_app, by_page, code_now, person
from tests.catalog.rows import make_version, real_now

pytestmark = pytest.mark.django_db
STAFF = pytest.mark.parametrize("role", [Role.PROGRAMMER, Role.ADMIN])
GATE = "/account/second-factor/"


@pytest.fixture(autouse=True)
def _as_in_production(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = True


def publish(client: Client, **extra: Any) -> Any:
    """Something that only staff may do; 409 says that they may."""
    version = make_version(published=False)
    path = f"/api/v1/versions/{version.public_id}/publish/"
    return client.post(path, content_type="application/json", **extra)


@STAFF
class TestWithoutIt:
    def test_the_staff_api_says_what_is_missing(self, role: Role) -> None:
        answer = publish(by_page(person("a@example.org", role)))
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")

    def test_and_says_so_in_chinese(self, role: Role) -> None:
        browser = by_page(person("a@example.org", role))
        answer = publish(browser, headers={"Accept-Language": "zh-Hans"})
        assert "第二重验证" in answer.json()["detail"]

    def test_an_app_is_told_the_same(self, role: Role) -> None:
        answer = publish(Client(), headers=by_app(person("a@example.org", role)))
        assert answer.json()["code"] == "second_factor_required"

    def test_the_admin_site_leads_to_the_page_that_says_what_to_do(self, role: Role) -> None:
        browser = by_page(person("a@example.org", role))
        for path in ("/admin/", "/admin/catalog/film/"):
            answer = browser.get(path, follow=True)
            assert answer.redirect_chain[-1][0].startswith(GATE), path

    def test_somebody_elses_master_does_not_exist(self, role: Role) -> None:
        master = make_version().master
        assert master is not None
        browser = by_page(person("a@example.org", role))
        assert browser.get(f"/api/v1/masters/{master.public_id}/").status_code == 404

    def test_one_with_a_factor_does_not_come_in_without_showing_it(self, role: Role) -> None:
        user = person("a@example.org", role, factor=True)
        browser = by_page(user)
        assert not browser.session.get("_auth_user_id")
        assert publish(browser).json()["code"] == "not_authenticated"


@STAFF
class TestWithIt:
    def test_the_staff_api_is_open(self, role: Role) -> None:
        browser = by_page(person("a@example.org", role, factor=True), factor=True)
        assert publish(browser).json()["code"] == "nothing_to_publish"

    def test_for_an_app_as_well(self, role: Role) -> None:
        headers = by_app(person("a@example.org", role, factor=True), factor=True)
        assert publish(Client(), headers=headers).json()["code"] == "nothing_to_publish"

    def test_the_admin_site_is_open(self, role: Role) -> None:
        browser = by_page(person("a@example.org", role, factor=True), factor=True)
        assert browser.get("/admin/").status_code == 200
        assert browser.get("/admin/login/").status_code == 302

    def test_only_until_the_factor_is_taken_off(self, role: Role) -> None:
        user = person("a@example.org", role, factor=True)
        browser = by_page(user, factor=True)
        Authenticator.objects.filter(user=user).delete()
        assert publish(browser).json()["code"] == "second_factor_required"


class TestTheFirstAdmin:
    """Comes with a password alone, and nobody is there to let her in."""

    def set_up(self, browser: Client) -> str:
        """Add an authenticator app on its page; the secret."""
        asked = browser.get("/accounts/2fa/totp/activate/")
        assert asked["Location"].startswith("/accounts/reauthenticate/")
        assert browser.post(asked["Location"], {"password": PASSWORD}).status_code == 302
        page = browser.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        body = {"code": codes.code(secret, at=real_now().timestamp())}
        assert browser.post("/accounts/2fa/totp/activate/", body).status_code == 302
        return str(secret)

    def test_sets_one_up_shows_it_and_is_in(self) -> None:
        browser = by_page(person("first@example.org", Role.ADMIN))
        page = browser.get(f"{GATE}?next=/admin/")
        assert 'href="/accounts/2fa/totp/activate/"' in page.content.decode()
        secret = self.set_up(browser)
        page = browser.get(f"{GATE}?next=/admin/")
        found = re.search(r'href="(/accounts/2fa/reauthenticate/[^"]*)"', page.content.decode())
        assert found
        body = {"code": codes.code(secret, at=real_now().timestamp()), "next": "/admin/"}
        answer = browser.post(found[1], body)
        assert answer["Location"] == "/admin/"
        assert browser.get("/admin/").status_code == 200
        assert browser.get(f"{GATE}?next=/admin/")["Location"] == "/admin/"

    def test_nobody_at_her_open_browser_does_it_without_the_password(self) -> None:
        browser = by_page(person("first@example.org", Role.ADMIN))
        for path in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
            asked = browser.get(path)
            assert asked["Location"].startswith("/accounts/reauthenticate/")
            assert browser.post(asked["Location"], {"password": "wrong"}).status_code == 200
            assert browser.get(path).status_code == 302

    def test_recovery_codes_come_with_it_and_open_once(self) -> None:
        user = person("first@example.org", Role.ADMIN)
        self.set_up(browser := by_page(user))
        page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
        recovery = re.findall(r"^\s*(\d{8})\s*$", page.split("<textarea")[1], re.MULTILINE)
        assert len(recovery) >= 8, page
        answers = []
        for lost in (Client(), Client()):
            lost.post("/accounts/login/", {"login": "first@example.org", "password": PASSWORD})
            answers.append(lost.post("/accounts/2fa/authenticate/", {"code": recovery[0]}))
        assert [answer.status_code for answer in answers] == [302, 200]


class TestThePage:
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "You work here as staff"), ("zh-hans", "您是这里的工作人员")]
    )
    def test_speaks_both_languages(self, language: str, words: str) -> None:
        browser = by_page(person("a@example.org", Role.ADMIN))
        browser.cookies["django_language"] = language
        assert words in browser.get(GATE).content.decode()

    def test_leads_nowhere_else(self) -> None:
        browser = by_page(person())
        assert browser.get(f"{GATE}?next=https://evil.example/")["Location"] == "/"
        assert browser.get(f"{GATE}?next=//evil.example/")["Location"] == "/"

    def test_asks_strangers_to_log_in(self) -> None:
        assert Client().get(GATE)["Location"].startswith("/accounts/login/")
        assert Client().get("/admin/login/?next=/admin/")["Location"].startswith("/accounts/login/")

    def test_is_nothing_for_viewers(self) -> None:
        browser = by_page(person())
        assert browser.get(GATE).status_code == 302
        assert browser.get("/admin/login/").status_code == 403


class TestOthers:
    def test_a_viewer_needs_none(self) -> None:
        answer = by_page(person()).get("/api/v1/account/")
        assert answer.json()["second_factor"] == {"needed": False, "set_up": False, "shown": False}

    def test_a_viewer_may_have_one(self) -> None:
        answer = by_page(person(factor=True), factor=True).get("/api/v1/account/")
        assert answer.json()["second_factor"] == {"needed": False, "set_up": True, "shown": True}

    def test_a_filmmakers_role_does_not_sleep(self) -> None:
        user = person("a@example.org", Role.FILMMAKER, Role.ADMIN)
        user.second_factor_missing = True
        assert user.role_names == {"filmmaker"}
        assert user.held_roles == {"filmmaker", "admin"}
        assert not user.is_staff
        assert not user.has_perm("catalog.change_film")


class TestSecret:
    def test_is_not_readable_in_the_database(self) -> None:
        person(factor=True)
        assert SECRET not in str(Authenticator.objects.values_list("data", flat=True))

    def test_a_code_is_good_for_one_log_in(self) -> None:
        user = person(factor=True)
        code = code_now()
        headers = by_app(user)
        answers = [
            Client().post(
                "/_allauth/app/v1/auth/2fa/authenticate",
                {"code": code},
                content_type="application/json",
                headers=held,
            )
            for held in (headers, by_app(user))
        ]
        assert [answer.status_code for answer in answers] == [200, 400]

    def test_guessing_is_limited(self) -> None:
        headers = by_app(person(factor=True))
        wrong = [
            Client()
            .post(
                "/_allauth/app/v1/auth/2fa/authenticate",
                {"code": "000000"},
                content_type="application/json",
                headers=headers,
            )
            .json()["errors"][0]["code"]
            for _ in range(6)
        ]
        assert wrong == ["incorrect_code"] * 5 + ["too_many_login_attempts"]


class TestReset:
    """Somebody lost everything; an admin, or the command line, takes her factors off."""

    def test_ends_her_log_ins_and_lets_her_set_up_anew(self) -> None:
        user = person("a@example.org", Role.ADMIN, factor=True)
        browser = by_page(user, factor=True)
        assert reset_second_factor(user=user, actor=None, now=real_now()) == 1
        assert publish(browser).json()["code"] == "not_authenticated"
        assert publish(by_page(user)).json()["code"] == "second_factor_required"

    def test_by_the_command_line(self) -> None:
        user = person("a@example.org", Role.ADMIN, factor=True)
        call_command("reset_second_factor", user.public_id)
        assert not Authenticator.objects.exists()
        assert User.objects.get(pk=user.pk).held_roles == {"admin"}


def test_a_command_of_the_operators_needs_none() -> None:
    """It runs beside the database and its secrets: there is nothing left to protect from it."""
    session = open_session(user=person("a@example.org", Role.ADMIN), lasts=timedelta(hours=1))
    headers = {"X-Session-Token": session.session_key}
    assert publish(Client(), headers=headers).json()["code"] == "nothing_to_publish"


def test_tests_of_other_things_may_turn_it_off(settings: Settings) -> None:
    settings.STAFF_SECOND_FACTOR = False
    assert publish(by_page(person("a@example.org", Role.ADMIN))).json()["code"] == (
        "nothing_to_publish"
    )
