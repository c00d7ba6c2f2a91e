"""The pages of one's own account."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import LoginSession, Profile, Role, User
from tests.accounts.visitors import by_app, by_page, person

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, language: str = "en") -> str:
    client.cookies["django_language"] = language
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestProfile:
    def test_is_changed(self) -> None:
        browser = by_page(user := person())
        answer = browser.post("/account/", {"pseudonym": "河边人", "language": "zh-Hans"})
        assert answer["Location"] == "/account/"
        profile = Profile.objects.get(user=user)
        assert (profile.pseudonym, profile.language) == ("河边人", "zh-Hans")
        shown = page(browser, "/account/")
        assert 'value="河边人"' in shown
        assert "Saved." in shown

    def test_a_language_that_there_is_not_is_refused(self) -> None:
        browser = by_page(person())
        answer: Any = browser.post("/account/", {"pseudonym": "x", "language": "tlh"})
        assert answer.context["form"].errors.keys() == {"language"}

    def test_shows_the_public_id_alone(self) -> None:
        browser = by_page(user := person())
        assert user.public_id in page(browser, "/account/")

    def test_tells_staff_that_their_rights_rest(self, settings: Settings) -> None:
        settings.STAFF_SECOND_FACTOR = True
        staff = by_page(person("a@example.org", Role.ADMIN))
        assert "/account/second-factor/" in page(staff, "/account/")
        assert "/account/second-factor/" not in page(by_page(person()), "/account/")


class TestLogIns:
    def test_are_shown_with_a_button_for_all_but_this(self) -> None:
        user = person()
        by_app(user)
        text = page(by_page(user), "/account/log-ins/")
        assert "Computer" in text
        assert "App" in text
        assert text.count(">End<") == 1

    def test_in_chinese(self) -> None:
        assert "电脑" in page(by_page(person()), "/account/log-ins/", "zh-hans")

    def test_one_is_ended(self) -> None:
        user = person()
        browser, other = by_page(user), by_page(user)
        [row] = [r for r in other.get("/api/v1/account/sessions/").json() if r["current"]]
        answer = browser.post(f"/account/log-ins/{row['id']}/end/")
        assert answer["Location"] == "/account/log-ins/"
        assert other.get("/account/").status_code == 302
        assert browser.post(f"/account/log-ins/{row['id']}/end/").status_code == 404

    def test_all_others_are_ended(self) -> None:
        user = person()
        browser, other = by_page(user), by_page(user)
        browser.post("/account/log-ins/end-others/")
        assert other.get("/account/").status_code == 302
        assert LoginSession.objects.filter(user=user).count() == 1

    def test_somebody_elses_are_not(self) -> None:
        other = by_page(somebody := person("other@example.org"))
        digest = LoginSession.objects.get(user=somebody).digest
        assert by_page(person()).post(f"/account/log-ins/{digest}/end/").status_code == 404
        assert other.get("/account/").status_code == 200

    def test_nothing_ends_by_looking(self) -> None:
        browser = by_page(user := person())
        digest = LoginSession.objects.get(user=user).digest
        for path in (f"/account/log-ins/{digest}/end/", "/account/log-ins/end-others/"):
            assert browser.get(path).status_code == 302
        assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize("path", ["/account/", "/account/log-ins/", "/account/second-factor/"])
def test_strangers_are_asked_to_log_in(path: str) -> None:
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"


def test_an_account_without_an_address_has_its_pages() -> None:
    browser = Client()
    browser.force_login(User.objects.create_user())
    for path in ("/account/", "/accounts/email/", "/accounts/2fa/"):
        assert page(browser, path)
