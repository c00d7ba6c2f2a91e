"""/api/v1/account/: one's own account and log-ins; nobody else's."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import LoginSession, Profile, Role, User
from accounts.services import end_unused_logins
from tests.accounts.visitors import PASSWORD, address_of, by_app, by_page, person

pytestmark = pytest.mark.django_db
ACCOUNT, SESSIONS = "/api/v1/account/", "/api/v1/account/sessions/"


def listed(client: Client, **extra: Any) -> list[dict[str, Any]]:
    answer = client.get(SESSIONS, **extra)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


class TestAccount:
    def test_is_for_whoever_is_logged_in(self) -> None:
        for path in (ACCOUNT, SESSIONS):
            assert Client().get(path).json()["code"] == "not_authenticated"
        assert Client().delete(SESSIONS).status_code == 401

    def test_says_who_one_is_and_no_primary_key(self) -> None:
        user = person("a@example.org", Role.FILMMAKER)
        answer = by_page(user).get(ACCOUNT).json()
        assert answer == {
            "id": user.public_id,
            "pseudonym": "",
            "language": "",
            "confirmed": True,
            "roles": ["filmmaker"],
            "second_factor": {"needed": False, "set_up": False, "shown": False},
        }

    def test_pseudonym_and_language_are_changed_one_by_one(self) -> None:
        browser = by_page(user := person())
        for change in ({"pseudonym": "河边人"}, {"language": "zh-Hans"}):
            answer = browser.patch(ACCOUNT, change, content_type="application/json")
            assert answer.status_code == 200
        profile = Profile.objects.get(user=user)
        assert (profile.pseudonym, profile.language) == ("河边人", "zh-Hans")

    @pytest.mark.parametrize(
        "wrong", [{"language": "tlh"}, {"pseudonym": "x" * 81}, {"pseudonym": None}]
    )
    def test_what_is_not_possible_is_refused(self, wrong: dict[str, Any]) -> None:
        answer = by_page(person()).patch(ACCOUNT, wrong, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")

    def test_roles_are_not_for_oneself_to_give(self) -> None:
        browser = by_page(user := person())
        body = {"roles": ["admin"], "confirmed": False, "id": "x"}
        assert browser.patch(ACCOUNT, body, content_type="application/json").status_code == 200
        user = User.objects.get(pk=user.pk)
        assert user.held_roles == frozenset()
        assert user.confirmed


class TestLogIns:
    def test_are_listed_with_the_one_that_asks(self) -> None:
        user = person()
        browser, headers = by_page(user), by_app(user)
        assert {(row["device"], row["current"]) for row in listed(browser)} == {
            ("computer", True),
            ("app", False),
        }
        assert {(row["device"], row["current"]) for row in listed(Client(), headers=headers)} == {
            ("computer", False),
            ("app", True),
        }

    def test_say_nothing_but_day_and_device(self) -> None:
        [row] = listed(by_page(person()))
        assert set(row) == {"id", "device", "since", "seen", "current"}
        assert len(row["since"]) == len("2026-11-20")

    def test_are_ones_own(self) -> None:
        by_page(person("other@example.org"))
        assert len(listed(by_page(person()))) == 1

    def test_one_that_is_ended_is_out_at_once(self) -> None:
        user = person()
        browser, headers = by_page(user), by_app(user)
        [app] = [row for row in listed(browser) if row["device"] == "app"]
        assert browser.delete(f"{SESSIONS}{app['id']}/").status_code == 204
        assert Client().get(ACCOUNT, headers=headers).json()["code"] == "not_authenticated"
        gone = Client().get("/_allauth/app/v1/auth/session", headers=headers)
        assert gone.status_code == 410
        assert browser.get(ACCOUNT).status_code == 200

    def test_an_app_ends_a_browser(self) -> None:
        user = person()
        browser, headers = by_page(user), by_app(user)
        [row] = [row for row in listed(browser) if row["current"]]
        assert Client().delete(f"{SESSIONS}{row['id']}/", headers=headers).status_code == 204
        assert browser.get(ACCOUNT).status_code == 401
        assert browser.get("/account/")["Location"].startswith("/accounts/login/")

    def test_all_but_this_end_at_once(self) -> None:
        user = person()
        browser, others = by_page(user), [by_page(user), by_page(user)]
        headers = by_app(user)
        assert browser.delete(SESSIONS).status_code == 204
        for other in others:
            assert other.get(ACCOUNT).status_code == 401
        assert Client().get(ACCOUNT, headers=headers).status_code == 401
        assert [row["current"] for row in listed(browser)] == [True]

    def test_somebody_elses_does_not_exist(self) -> None:
        theirs = by_page(other := person("other@example.org"))
        digest = LoginSession.objects.get(user=other).digest
        browser = by_page(person())
        assert browser.delete(f"{SESSIONS}{digest}/").status_code == 404
        assert browser.delete(f"{SESSIONS}nothing/").status_code == 404
        browser.delete(SESSIONS)
        assert theirs.get(ACCOUNT).status_code == 200

    def test_a_new_password_ends_the_others(self) -> None:
        user = person()
        browser, thief = by_page(user), by_page(user)
        body = {
            "oldpassword": PASSWORD,
            "password1": "another horse battery",
            "password2": "another horse battery",
        }
        assert browser.post("/accounts/password/change/", body).status_code == 302
        assert browser.get(ACCOUNT).status_code == 200
        assert thief.get(ACCOUNT).status_code == 401
        assert LoginSession.objects.filter(user=user).count() == 1

    def test_those_unused_for_longest_make_room(self) -> None:
        user = person()
        browsers = [by_page(user) for _ in range(3)]
        rows = LoginSession.objects.filter(user=user)
        oldest = rows.get(digest=next(r["id"] for r in listed(browsers[0]) if r["current"]))
        rows.filter(pk=oldest.pk).update(seen="2026-01-01")
        end_unused_logins(user=user, keep=2)
        assert [browser.get(ACCOUNT).status_code for browser in browsers] == [401, 200, 200]

    @pytest.mark.parametrize("others", [1, 5])
    def test_listing_costs_the_same_for_many(
        self, others: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user = person()
        for _ in range(others):
            by_app(user)
        browser = by_page(user)
        browser.get(ACCOUNT)
        with django_assert_num_queries(3):  # the session, the person, the list
            assert len(listed(browser)) == others + 1


def test_the_address_stays_with_its_owner() -> None:
    user = person()
    assert address_of(user) not in by_page(user).get(ACCOUNT).content.decode()
