"""Addresses of buttons, opened without the button: after a log-in, or in another language."""

import pytest
from django.test import Client

from tests.web.programme import Shown

BUTTONS = {
    "/watch/abc/ticket/": "/watch/abc/",
    "/watch/abc/support-code/": "/watch/abc/",
    "/help/code/": "/help/",
    "/tickets/take/abc/": "/tickets/",
    "/tickets/abc/give-back/": "/tickets/",
    "/tickets/return-code/": "/tickets/",
    "/bookings/abc/headcount/": "/bookings/",
    "/bookings/abc/cancel/": "/bookings/",
    "/account/log-ins/abc/end/": "/account/log-ins/",
    "/account/log-ins/end-others/": "/account/log-ins/",
    "/studio/films/abc/team/invite/": "/studio/films/abc/team/",
    "/studio/films/abc/team/withdraw/xyz/": "/studio/films/abc/team/",
    "/studio/films/abc/team/remove/xyz/": "/studio/films/abc/team/",
    "/studio/films/abc/withdrawal/set/": "/studio/films/abc/withdrawal/",
    "/studio/films/abc/withdrawal/lift/": "/studio/films/abc/withdrawal/",
    "/studio/films/abc/withdrawal/word/": "/studio/films/abc/withdrawal/",
    "/invitations/accept/": "/invitations/",
}


@pytest.mark.parametrize(("address", "page"), BUTTONS.items())
def test_lead_to_the_page_that_has_the_button(seated: Client, address: str, page: str) -> None:
    response = seated.get(address)
    assert (response.status_code, response["Location"]) == (302, page)
    assert seated.put(address).status_code == 405


def test_whoever_has_to_log_in_before_is_not_sent_to_an_empty_window(
    client: Client, shown: Shown, django_user_model: type
) -> None:
    asked = client.post(f"/watch/{shown.screening.public_id}/ticket/")
    assert asked["Location"].startswith("/accounts/login/?next=")
    credentials = {"login": "late@example.org", "password": "correct horse battery"}
    django_user_model.objects.create_user("late@example.org", "correct horse battery")  # type: ignore[attr-defined]
    page = client.post(asked["Location"], credentials, follow=True)
    assert page.status_code == 200
    assert "Take a free ticket" in page.content.decode()
