"""Registration and confirmation: by the headless API and by the pages (django-allauth)."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import ConfirmedBy, Consent, User
from accounts.services import create_staffed_user
from tests.accounts.stored import everything_stored

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD = "ling@example.org", "correct horse battery"
ADDRESS, AGENT = "198.51.100.23", "Tell-Tale/7.0"


def api(act: str, body: dict[str, Any], client: Client | None = None, **extra: Any) -> Any:
    return (client or Client()).post(
        f"/_allauth/app/v1/auth/{act}", body, content_type="application/json", **extra
    )


def sign_up_by_api(email: str = EMAIL, password: str = PASSWORD, **extra: Any) -> Any:
    return api("signup", {"email": email, "password": password}, **extra)


def sign_up_by_page(email: str = EMAIL, password: str = PASSWORD, **extra: Any) -> Any:
    return Client().post("/accounts/signup/", {"email": email, "password1": password}, **extra)


def log_in(email: str = EMAIL, password: str = PASSWORD, **extra: Any) -> Any:
    return api("login", {"email": email, "password": password}, **extra)


SIGN_UP = pytest.mark.parametrize("sign_up", [sign_up_by_api, sign_up_by_page])


def only_mail() -> EmailMessage:
    [sent] = mail.outbox
    return sent


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/accounts/confirm-email/\S+/)", str(message.body))
    assert found, message.body
    return found[1]


@SIGN_UP
class TestSignUp:
    def test_makes_an_account_that_nobody_has_confirmed(self, sign_up: Any) -> None:
        assert sign_up().status_code in {200, 302}
        user = User.objects.get()
        assert (user.email, user.confirmed_by) == (EMAIL, "")
        assert user.role_names == frozenset()

    def test_keeps_the_consent_to_the_terms(self, sign_up: Any) -> None:
        sign_up()
        consent = Consent.objects.get()
        assert consent.user == User.objects.get()
        assert consent.terms_version == settings.TERMS_VERSION

    def test_mails_a_link_to_the_address_and_to_nobody_else(self, sign_up: Any) -> None:
        sign_up()
        sent = only_mail()
        assert (sent.to, sent.cc, sent.bcc) == ([EMAIL], [], [])
        assert link_in(sent)

    def test_the_person_is_logged_in_and_may_be_again(self, sign_up: Any) -> None:
        """Mail does not reach everybody; what an unconfirmed person may watch is another matter."""
        sign_up()
        answer = log_in()
        assert answer.status_code == 200
        assert answer.json()["meta"]["is_authenticated"] is True
        assert log_in(password="another horse battery").status_code == 400

    @pytest.mark.parametrize("weak", ["short", "password123", "8426917350"])
    def test_a_weak_password_is_refused(self, sign_up: Any, weak: str) -> None:
        sign_up(password=weak)
        assert not User.objects.exists()
        assert mail.outbox == []

    @pytest.mark.parametrize("wrong", ["", "ling", "ling@", "@example.org"])
    def test_so_is_what_is_no_address(self, sign_up: Any, wrong: str) -> None:
        sign_up(email=wrong)
        assert not User.objects.exists()

    def test_neither_address_nor_agent_nor_password_reaches_the_database(
        self, sign_up: Any
    ) -> None:
        known = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT}
        sign_up(**known)
        log_in(password="another horse battery", **known)
        assert log_in(**known).status_code == 200
        rows = everything_stored()
        assert EMAIL in rows
        for secret in (ADDRESS, AGENT, PASSWORD):
            assert secret not in rows


class TestMail:
    @SIGN_UP
    def test_is_in_the_language_of_the_request(self, sign_up: Any) -> None:
        sign_up(headers={"Accept-Language": "zh-Hans"})
        sign_up(email="john@example.org", headers={"Accept-Language": "en"})
        chinese, english = mail.outbox
        assert re.search(r"[\u4e00-\u9fff]{2}", str(chinese.subject))
        assert "确认" in str(chinese.body)
        assert "confirm" in str(english.body)
        assert not re.search(r"[\u4e00-\u9fff]", str(english.subject) + str(english.body))

    def test_names_no_film_even_to_somebody_who_came_from_one(self) -> None:
        Client().post(
            "/accounts/signup/?next=/films/the-ditch/",
            {"email": EMAIL, "password1": PASSWORD, "next": "/films/the-ditch/"},
            headers={"Referer": "http://testserver/films/the-ditch/"},
        )
        sent = only_mail()
        assert "ditch" not in sent.message().as_string()
        assert "film" not in sent.subject.lower()

    def test_carries_nothing_of_the_machine_that_asked(self) -> None:
        sign_up_by_api(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
        text = only_mail().message().as_string()
        assert ADDRESS not in text
        assert AGENT not in text


@SIGN_UP
class TestTakenAddress:
    """Whoever types a stranger's address learns nothing, and takes nothing from her."""

    @pytest.fixture(autouse=True)
    def _owner(self) -> None:
        create_staffed_user(email="taken@example.org", password="another horse battery")

    def told(self, sign_up: Any, email: str) -> tuple[Any, ...]:
        """All that the one who signs up and the owner of the address see, with names for ids."""
        mail.outbox.clear()
        response = sign_up(email=email)
        user = User.objects.latest("pk")
        mailed = [(sent.subject, str(sent.body)) for sent in mail.outbox]
        cookies = {name: morsel["max-age"] for name, morsel in response.cookies.items()}
        following = Client()
        following.cookies = response.cookies
        shown = [str(message) for message in following.get("/").context["messages"]]
        seen = repr((response.status_code, response.content, cookies, mailed, shown))
        for variable, name in (
            (email, "EMAIL"),
            (user.public_id, "ID"),
            (r'"session_token": "\w+"', "TOKEN"),
            (r"confirm-email/[\w:-]+/", "LINK"),
        ):
            pattern = variable if name in {"TOKEN", "LINK"} else re.escape(variable)
            seen = re.sub(pattern, name, seen)
        headers = {
            name: value
            for name, value in response.headers.items()
            if name not in {"Expires", "Content-Length"}
        }
        return seen, headers

    def test_is_told_the_same_as_a_free_one(self, sign_up: Any) -> None:
        """Addresses of equal length, so that lengths can be compared as well."""
        free, taken = (
            self.told(sign_up, "fresh@example.org"),
            self.told(sign_up, "taken@example.org"),
        )
        assert free == taken
        assert "EMAIL" in free[0]
        assert "LINK" in free[0]

    def test_the_owner_logs_in_as_before(self, sign_up: Any) -> None:
        sign_up(email="taken@example.org")
        owner = User.objects.earliest("pk")
        answer = log_in("taken@example.org", "another horse battery")
        assert answer.status_code == 200
        assert answer.json()["data"]["user"]["display"] == owner.public_id

    def test_the_newcomer_never_gets_the_address_confirmed(self, sign_up: Any) -> None:
        sign_up(email="taken@example.org")
        newcomer = User.objects.latest("pk")
        browser = Client()
        browser.post(link_in(only_mail()))
        newcomer.refresh_from_db()
        assert not newcomer.confirmed
        assert not EmailAddress.objects.filter(user=newcomer, verified=True).exists()


class TestConfirmation:
    def test_the_link_shows_a_button_and_does_nothing_by_itself(self) -> None:
        """Scanners of mail follow links."""
        sign_up_by_api()
        response = Client().get(link_in(only_mail()))
        assert response.status_code == 200
        assert b"<form" in response.content
        assert not User.objects.get().confirmed

    def test_the_button_confirms(self) -> None:
        sign_up_by_api()
        response = Client().post(link_in(only_mail()))
        assert response.status_code == 302
        assert User.objects.get().confirmed_by == ConfirmedBy.MAIL
        assert EmailAddress.objects.get().verified

    def test_the_api_confirms_by_the_key_of_the_link(self) -> None:
        sign_up_by_api()
        key = link_in(only_mail()).split("/")[-2]
        api("email/verify", {"key": key})
        assert User.objects.get().confirmed_by == ConfirmedBy.MAIL

    def test_a_link_that_was_tampered_with_confirms_nobody(self) -> None:
        sign_up_by_api()
        *path, key, end = link_in(only_mail()).split("/")
        forged = "/".join([*path, f"{key[:-1]}{'a' if key[-1] != 'a' else 'b'}", end])
        Client().post(forged)
        assert api("email/verify", {"key": forged.split("/")[-2]}).status_code == 400
        assert not User.objects.get().confirmed

    def test_the_link_of_one_account_does_not_confirm_another(self) -> None:
        sign_up_by_api("first@example.org")
        sign_up_by_api("second@example.org")
        Client().post(link_in(mail.outbox[0]))
        confirmed = User.objects.exclude(confirmed_by="")
        assert [user.email for user in confirmed] == ["first@example.org"]

    def test_following_it_is_no_log_in(self) -> None:
        sign_up_by_api()
        browser = Client()
        browser.post(link_in(only_mail()))
        assert "sessionid" not in browser.cookies or not browser.session.get("_auth_user_id")

    def test_whom_a_voucher_confirmed_stays_confirmed_by_it(self) -> None:
        sign_up_by_api()
        User.objects.update(confirmed_by=ConfirmedBy.VOUCHER)
        Client().post(link_in(only_mail()))
        assert User.objects.get().confirmed_by == ConfirmedBy.VOUCHER


class TestLogIn:
    def test_a_session_token_opens_the_api(self) -> None:
        token = sign_up_by_api().json()["meta"]["session_token"]
        master = "/api/v1/masters/nothing/"
        assert Client().get(master).status_code == 401
        assert Client().get(master, headers={"X-Session-Token": token}).status_code == 404
        wrong = {"X-Session-Token": token[::-1]}
        assert Client().get(master, headers=wrong).status_code == 401

    def test_a_log_out_ends_it(self) -> None:
        headers = {"X-Session-Token": sign_up_by_api().json()["meta"]["session_token"]}
        Client().delete("/_allauth/app/v1/auth/session", headers=headers)
        assert Client().get("/api/v1/masters/nothing/", headers=headers).status_code == 401

    def test_an_unknown_address_and_a_wrong_password_are_told_in_the_same_words(self) -> None:
        sign_up_by_api()
        wrong, unknown = log_in(password="no horse at all"), log_in("nobody@example.org")
        assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)

    def test_a_locked_account_is_not_let_in(self) -> None:
        sign_up_by_api()
        User.objects.update(is_active=False)
        assert log_in().status_code != 200
