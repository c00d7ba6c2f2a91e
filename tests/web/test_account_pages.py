"""allauth's pages look like ours and speak both languages."""

import pytest
from django.test import Client

ANYBODY = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/login/code/",
    "/accounts/password/reset/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/wrong/",
    "/accounts/inactive/",
]
MEMBERS = [
    "/account/",
    "/account/log-ins/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
]


def rendered(client: Client, path: str, language: str) -> str:
    client.cookies["django_language"] = language
    response = client.get(path)
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert "web/site.css" in page
    assert 'class="masthead"' in page
    return page


def title(page: str) -> str:
    return page.split("<title>")[1].split("·", maxsplit=1)[0].strip()


@pytest.mark.parametrize("path", ANYBODY)
def test_pages_for_anybody(client: Client, db: None, path: str) -> None:
    assert title(rendered(client, path, "en")) != title(rendered(client, path, "zh-hans"))


@pytest.mark.parametrize("path", MEMBERS)
def test_pages_for_members(seated: Client, path: str) -> None:
    assert title(rendered(seated, path, "en")) != title(rendered(seated, path, "zh-hans"))
