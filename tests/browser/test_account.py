"""Passkeys and codes in a browser: Chromium's own authenticator signs, as hardware would.

The pages run in the tests' process, without a film: under "localhost", since no passkey is made for
an address of numbers.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import Role, User
from catalog.models import FilmTeam, TeamRole
from tests.accounts.visitors import PASSWORD, code_now, person
from tests.browser.conftest import SCREENSHOTS
from tests.catalog.rows import make_film

# Playwright's loop runs in this thread; Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = pytest.mark.django_db(transaction=True)
ADMIN = "admin@example.org"
GATE = re.compile(r"/account/second-factor/\?next=%2Fadmin%2F$")
HAN, LATIN = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]{3,}")


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The pages, as strict with staff as in production."""
    settings.STAFF_SECOND_FACTOR = True
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture(params=["en-GB", "zh-CN"])
def reader(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A reader of one language or the other, with an authenticator in the machine."""
    context = chromium.new_context(locale=request.param, viewport={"width": 1100, "height": 820})
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()


def photograph(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    language = page.locator("html").get_attribute("lang")
    page.screenshot(path=SCREENSHOTS / f"account-{name}-{language}.png", full_page=True)


def submit(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def log_in(page: Page, site: str, email: str = ADMIN) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    submit(page)


def log_out(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/logout/")
    submit(page)


def show_password_again(page: Page) -> None:
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    submit(page)


def test_a_new_admin_comes_in_by_a_passkey_and_needs_no_password_then(
    site: str, reader: Page
) -> None:
    person(ADMIN, Role.ADMIN)
    log_in(reader, site)
    reader.goto(f"{site}/admin/")
    reader.wait_for_url(GATE)
    photograph(reader, "gate-nothing-set-up")
    reader.click("a[href='/accounts/2fa/webauthn/add/']")
    show_password_again(reader)
    reader.wait_for_url("**/accounts/2fa/webauthn/add/")
    photograph(reader, "passkey-new")
    reader.check("[name=passwordless]")
    reader.click("#mfa_webauthn_add")
    reader.wait_for_url("**/accounts/2fa/recovery-codes/")
    photograph(reader, "recovery-codes")
    reader.goto(f"{site}/admin/")
    reader.wait_for_url(GATE)
    photograph(reader, "gate-to-show")
    reader.click("a[href*='webauthn/reauthenticate']")
    reader.click("#mfa_webauthn_reauthenticate")
    reader.wait_for_url(f"{site}/admin/")
    log_out(reader, site)
    reader.goto(f"{site}/accounts/login/?next=/admin/")
    photograph(reader, "log-in")
    reader.click("#passkey_login")
    reader.wait_for_url(f"{site}/admin/")


def test_a_passkey_of_somebody_unknown_opens_nothing(site: str, reader: Page) -> None:
    person(ADMIN, Role.ADMIN)
    log_in(reader, site)
    reader.goto(f"{site}/accounts/2fa/webauthn/add/")
    show_password_again(reader)
    reader.check("[name=passwordless]")
    reader.click("#mfa_webauthn_add")
    reader.wait_for_url("**/accounts/2fa/recovery-codes/")
    log_out(reader, site)
    User.objects.all().delete()
    reader.goto(f"{site}/accounts/login/")
    reader.click("#passkey_login")
    expect(reader.locator(".message.error")).to_be_visible()
    assert reader.goto(f"{site}/api/v1/account/").status == 401  # type: ignore[union-attr]


def test_codes_of_an_app(site: str, reader: Page) -> None:
    person(ADMIN, Role.ADMIN)
    log_in(reader, site)
    reader.goto(f"{site}/accounts/2fa/totp/activate/")
    show_password_again(reader)
    photograph(reader, "app-new")
    secret = reader.input_value("#authenticator_secret")
    reader.fill("[name=code]", code_now(secret))
    submit(reader)
    reader.wait_for_url("**/accounts/2fa/recovery-codes/")
    reader.goto(f"{site}/accounts/2fa/")
    photograph(reader, "factors")
    log_out(reader, site)
    log_in(reader, site)
    reader.wait_for_url("**/accounts/2fa/authenticate/")
    photograph(reader, "factor-asked")
    reader.fill("[name=code]", "000000")
    submit(reader)
    expect(reader.locator(".errorlist")).to_be_visible()


def test_every_page_of_an_account_is_in_one_language(site: str, reader: Page) -> None:
    user = person("ling@example.org")
    film = make_film(title="River")
    FilmTeam.objects.create(film=film, user=user, role=TeamRole.DIRECTOR)
    log_in(reader, site, "ling@example.org")
    pages = {
        "profile": "/account/",
        "log-ins": "/account/log-ins/",
        "address": "/accounts/email/",
        "password": "/accounts/password/change/",
        "factors-none": "/accounts/2fa/",
        "team": f"/studio/films/{film.slug}/team/",
        "log-out": "/accounts/logout/",
    }
    left: dict[str, Any] = {}
    for name, path in pages.items():
        answer = reader.goto(site + path)
        assert answer is not None
        assert answer.status == 200, path
        photograph(reader, name)
        left[name] = foreign_words(reader, user)
    log_out(reader, site)
    for name, path in {
        "log-in": "/accounts/login/",
        "register": "/accounts/signup/",
        "code": "/accounts/login/code/",
        "new-password": "/accounts/password/reset/",
        "invitation": "/invitations/",
    }.items():
        reader.goto(site + path)
        photograph(reader, name)
        left[name] = foreign_words(reader, user)
    assert {name: words for name, words in left.items() if words} == {}


def foreign_words(page: Page, user: User) -> list[str]:
    """Words of the other language in the page's main part, but for names and ids."""
    text = page.locator("main").inner_text()
    for name in (user.public_id, str(user.email), "River", "English", "中文", "河"):
        text = text.replace(name, "")
    chinese = page.locator("html").get_attribute("lang") == "zh-hans"
    return (LATIN if chinese else HAN).findall(text)
