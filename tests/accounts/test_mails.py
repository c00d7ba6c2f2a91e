"""The mails that accounts send: whole in both languages, and without a trace."""

import re
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.core import mail
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from fido2.utils import websafe_decode

from accounts.models import User
from accounts.services import change_profile
from tests.accounts.visitors import PASSWORD, api, by_page, code_in_mail, code_now, person

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")
ADDRESS, AGENT = "198.51.100.23", "Tell-Tale/7.0"
CONTEXT = {
    "activate_url": "http://testserver/a/",
    "password_reset_url": "http://testserver/b/",
    "signup_url": "http://testserver/c/",
    "code": "BCDF-GHJK",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
}
ALL = sorted(
    f"{app}/email/{name}"
    for app, names in {
        "account": (
            "account_already_exists email_changed email_confirm email_confirmation"
            " email_confirmation_signup email_deleted login_code password_changed password_reset"
            " password_reset_code password_set unknown_account"
        ),
        "mfa": (
            "recovery_codes_generated totp_activated totp_deactivated webauthn_added"
            " webauthn_removed"
        ),
    }.items()
    for name in names.split()
)


def sent(template: str, language: str) -> Any:
    request = RequestFactory().get("/", REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    change_profile(user=person(), pseudonym="", language=language)
    with request_context(request):
        get_adapter().send_mail(template, "ling@example.org", dict(CONTEXT))
    [message] = mail.outbox
    return message


def test_these_are_all_that_allauth_may_send() -> None:
    """Each comes from our own directory, so that none falls back to allauth's words."""
    for template in ALL:
        for part in ("subject", "message"):
            found = engines["django"].get_template(f"{template}_{part}.txt")
            assert "/vod/web/templates/" in str(found.origin.name)  # type: ignore[attr-defined]


@pytest.mark.parametrize("template", ALL)
class TestEveryMail:
    def test_is_chinese_to_the_last_word(self, template: str) -> None:
        message = sent(template, "zh-Hans")
        assert HAN.search(message.subject)
        text = f"{message.subject}\n{message.body}"
        for given in (*CONTEXT.values(), "testserver"):
            text = text.replace(given, "")
        assert re.findall(r"[A-Za-z]{2,}", text) == []

    def test_is_english_to_the_last_word(self, template: str) -> None:
        message = sent(template, "en")
        assert message.subject
        assert not HAN.search(message.subject + message.body)

    def test_tells_no_machine_and_names_no_cinema(self, template: str) -> None:
        text = sent(template, "en").message().as_string()
        for word in (ADDRESS, AGENT, "film", "cinema@", "Film"):
            assert word not in text.replace("From: cinema@localhost", "")


class TestLanguage:
    def test_is_the_readers_own_whatever_was_asked_in(self) -> None:
        change_profile(user=person(), pseudonym="", language="zh-Hans")
        api("code/request", {"email": "ling@example.org"}, headers={"Accept-Language": "en"})
        assert HAN.search(str(mail.outbox[0].subject))

    def test_is_that_of_the_request_where_none_was_chosen(self) -> None:
        person()
        api("code/request", {"email": "ling@example.org"}, headers={"Accept-Language": "zh-Hans"})
        assert HAN.search(str(mail.outbox[0].subject))

    def test_of_a_stranger_who_claims_an_address_is_not_asked(self) -> None:
        stranger = User.objects.create_user("claimed@example.org")
        EmailAddress.objects.create(user=stranger, email=stranger.email, verified=False)
        change_profile(user=stranger, pseudonym="", language="zh-Hans")
        api("code/request", {"email": "claimed@example.org"}, headers={"Accept-Language": "en"})
        assert not HAN.search(str(mail.outbox[0].subject))


class TestNumbersOfRows:
    """A primary key counts our people. Each test takes numbers no mail would hold by chance."""

    @pytest.fixture(autouse=True)
    def _large_numbers(self) -> None:
        """The next rows have the numbers 77,000,000 and on, "19u8hs" in base 36."""
        with connection.cursor() as cursor:
            for table in ("accounts_user", "account_emailaddress"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 77000000)")

    def test_stand_in_no_link_of_confirmation(self) -> None:
        api("signup", {"email": "new@example.org", "password": PASSWORD})
        first, second = self.key(), self.key_of_another()
        assert re.fullmatch(r"[a-z0-9]{64}", first)
        assert first != second

    def key(self) -> str:
        found = re.search(r"/accounts/confirm-email/([^/]+)/", str(mail.outbox[-1].body))
        assert found
        return found[1]

    def key_of_another(self) -> str:
        api("signup", {"email": "another@example.org", "password": PASSWORD})
        return self.key()

    def test_stand_in_no_mail_of_a_new_password(self) -> None:
        person()
        api("password/request", {"email": "ling@example.org"})
        text = mail.outbox[-1].message().as_string()
        assert "77000" not in text
        assert "19u8" not in text
        assert code_in_mail()

    def test_are_not_what_the_account_api_calls_a_person(self) -> None:
        answer = api("signup", {"email": "new@example.org", "password": PASSWORD})
        user = User.objects.get()
        assert user.pk > 77_000_000
        assert answer.json()["data"]["user"]["id"] == user.public_id
        assert "77000" not in answer.content.decode()

    def test_are_not_what_a_passkey_keeps(self) -> None:
        browser = by_page(person())
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        page = browser.get("/accounts/2fa/webauthn/add/")
        owner = page.context["js_data"]["creation_options"]["publicKey"]["user"]
        user = User.objects.get()
        assert websafe_decode(owner["id"]).decode() == owner["name"] == user.public_id


class TestNews:
    """Whoever takes an account over does not do it quietly."""

    def test_a_new_password_is_told(self) -> None:
        browser = by_page(person())
        body = {
            "oldpassword": PASSWORD,
            "password1": "another horse battery",
            "password2": "another horse battery",
        }
        browser.post("/accounts/password/change/", body, REMOTE_ADDR=ADDRESS)
        [told] = mail.outbox
        assert told.to == ["ling@example.org"]
        assert "password" in told.subject
        assert ADDRESS not in told.message().as_string()

    @pytest.mark.django_db(transaction=True)
    def test_so_is_an_authenticator_app(self) -> None:
        browser = by_page(person())
        browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
        secret = browser.get("/accounts/2fa/totp/activate/").context["form"].secret
        browser.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
        assert [m.subject for m in mail.outbox] == ["An authenticator app was added"]

    def test_somebody_without_an_address_is_not_written_to(self) -> None:
        user = User.objects.create_user(None, PASSWORD)
        browser = Client()
        browser.force_login(user)
        body = {
            "oldpassword": PASSWORD,
            "password1": "another horse battery",
            "password2": "another horse battery",
        }
        assert browser.post("/accounts/password/change/", body).status_code == 302
        assert mail.outbox == []
