"""A code for the desk from every refusal, without JavaScript too; its answer without a log-in."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from catalog.models import SupportCode
from tests.catalog.rows import make_offer, make_screening, make_user, real_now

pytestmark = pytest.mark.django_db
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
FACTS = {"error": "not_decodable", "rung": 720, "buffer_seconds": 12, "line_kbps": 3400}
BUTTON = re.compile(
    r'action="([^"]*(?:support-code|help/code)/)"[\s\S]*?name="error" value="(\w*)"'
)


def text(response: Any) -> str:
    return str(response.content.decode())


def press(client: Client, page: str, **more: str) -> SupportCode:
    """Press the button that a page has, as a browser without JavaScript would."""
    found = BUTTON.search(page)
    assert found, "there is no button"
    answer = client.post(found[1], {"error": found[2], **more}, headers={"user-agent": AGENT})
    assert answer.status_code == 200
    made = SupportCode.objects.get()
    assert made.code in text(answer).replace("-", "")
    return made


def test_from_a_screening_that_is_refused(client: Client) -> None:
    offer = make_offer(make_screening(), territory_rule="deny", territories=["FR"])
    made = press(client, text(client.get(f"/watch/{offer.screening.public_id}/")))
    assert made.screening == offer.screening
    assert made.trouble == {"browser": "firefox", "device": "computer"}


@pytest.mark.parametrize("path", ["/redeem/", "/join/", "/return/"])
def test_from_a_code_that_is_refused(client: Client, path: str) -> None:
    assert not BUTTON.search(text(client.get(path)))
    typed = {"code": "3ACD-EF4G-HJ67", "accept_terms": "on"}
    made = press(client, text(client.post(path, typed)))
    assert (made.screening, made.trouble["error"]) == (None, "code_unknown")
    assert "EF4G" not in json.dumps(made.trouble)  # what she typed may be good elsewhere


def test_from_a_page_for_others(client: Client) -> None:
    client.force_login(make_user("programmer"))
    page = client.post("/admin/accounts/user/add/")
    assert page.status_code == 403
    assert press(client, text(page)).trouble["error"] == "permission_denied"


def test_from_the_page_of_help_where_there_was_no_button(client: Client) -> None:
    made = press(client, text(client.get("/help/")))
    assert (made.screening, made.trouble) == (None, {"browser": "firefox", "device": "computer"})


class TestThePlayersFacts:
    def post(self, client: Client, sent: str) -> dict[str, Any]:
        path = f"/watch/{make_offer(make_screening()).screening.public_id}/support-code/"
        assert (
            client.post(path, {"trouble": sent}, headers={"user-agent": AGENT}).status_code == 200
        )
        return dict(SupportCode.objects.get().trouble)

    def test_are_kept_with_a_class_of_browsers(self, client: Client) -> None:
        told = self.post(client, json.dumps(FACTS))
        assert told == FACTS | {"browser": "firefox", "device": "computer"}

    @pytest.mark.parametrize("sent", ["", "[]", "{", "[" * 900, "9", '"x"', "null"])
    def test_nonsense_costs_nobody_her_code(self, client: Client, sent: str) -> None:
        assert self.post(client, sent) == {"browser": "firefox", "device": "computer"}

    def test_nothing_else_gets_in(self, client: Client) -> None:
        smuggled = {"address": "192.0.2.7", "agent": AGENT, "error": "192.0.2.7", "rung": "x"}
        told = self.post(client, json.dumps(FACTS | smuggled))
        assert set(told) == {"buffer_seconds", "line_kbps", "browser", "device"}


class TestTheAnswer:
    @pytest.fixture
    def made(self, client: Client) -> SupportCode:
        made = SupportCode.objects.create(
            code="3ACDEF4GHJ67",
            created_at=real_now(),
            expires_at=real_now().replace(year=real_now().year + 1),
        )
        made.answers.create(language="en", text="Try <again>.", created_at=real_now())
        return made

    def test_is_read_by_code_without_a_log_in(self, client: Client, made: SupportCode) -> None:
        page = text(client.post("/help/", {"code": "3acd ef4g hj67"}))
        assert "Try &lt;again&gt;." in page

    def test_a_wrong_code_is_told_what_a_waiting_one_is(
        self, client: Client, made: SupportCode
    ) -> None:
        wrong = text(client.post("/help/", {"code": "4444-4444-4444"}))
        made.answers.all().delete()
        waiting = text(client.post("/help/", {"code": "3ACD-EF4G-HJ67"}))
        words = "There is no answer under this code."
        assert words in wrong
        assert words in waiting

    def test_stands_there_for_whoever_was_logged_in(
        self, client: Client, made: SupportCode
    ) -> None:
        viewer: User = make_user()
        client.force_login(viewer)
        assert "Try" not in text(client.get("/help/"))
        SupportCode.objects.update(holder=viewer)
        assert "Try &lt;again&gt;." in text(client.get("/help/"))
