"""People who log in as they do in life: by page, by app, with real codes."""

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from accounts.models import Role, User
from accounts.services import create_staffed_user
from infra.local import codes

PASSWORD = "correct horse battery"
SECRET = codes.secret_of("of the tests")
AUTH = "/_allauth/app/v1/auth/"


def person(email: str = "ling@example.org", *roles: Role, factor: bool = False) -> User:
    """Somebody confirmed; with `factor`, an authenticator app knows `SECRET`."""
    user = create_staffed_user(email=email, password=PASSWORD, roles=roles)
    if factor:
        TOTP.activate(user, SECRET)
    return user


def code_now(secret: str = SECRET) -> str:
    """What an authenticator app shows."""
    return codes.code(secret, at=time.time())


def address_of(user: User) -> str:
    address: str = EmailAddress.objects.get(user=user, primary=True).email
    return address


def by_page(user: User, *, factor: bool = False, **extra: Any) -> Client:
    """A browser in which `user` has logged in."""
    browser = Client(**extra)
    body = {"login": address_of(user), "password": PASSWORD}
    answer = browser.post("/accounts/login/", body)
    assert answer.status_code == 302, answer.content
    if factor:
        assert answer["Location"] == "/accounts/2fa/authenticate/"
        shown = browser.post(answer["Location"], {"code": code_now()})
        assert shown.status_code == 302, shown.content
    return browser


def by_app(user: User, *, factor: bool = False) -> dict[str, str]:
    """The headers of an app in which `user` has logged in."""
    answer = api("login", {"email": address_of(user), "password": PASSWORD})
    headers = {"X-Session-Token": answer.json()["meta"]["session_token"]}
    if factor:
        assert answer.status_code == 401, answer.content
        shown = api("2fa/authenticate", {"code": code_now()}, headers=headers)
        assert shown.status_code == 200, shown.content
        headers = {"X-Session-Token": shown.json()["meta"]["session_token"]}
    return headers


def api(act: str, body: dict[str, Any], **extra: Any) -> Any:
    """An act of the headless account API, by an app."""
    return Client().post(AUTH + act, body, content_type="application/json", **extra)


def code_in_mail() -> str:
    """The code of the latest mail."""
    found = re.search(r"^\w{4}-\w{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]
