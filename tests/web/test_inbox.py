"""The inbox, what comes by mail, and the link that stops it."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.visitors import PASSWORD
from tests.catalog.rows import client_of, make_user, real_now
from tests.outbox.mailable import reachable
from vod.outbox import tasks
from vod.outbox.kinds import NOT_YET, OPTIONAL, Kind
from vod.outbox.models import Message
from vod.outbox.services import mailed_to, tell
from vod.outbox.tokens import unsubscribe_token
from vod.web.inbox.forms import LABELS

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def test_it_has_ones_own_messages_and_nobody_elses(client: Client) -> None:
    user, other = reachable("zh-Hant"), make_user()
    tell(user=user, kind=Kind.STAFF_MESSAGE, context={"text": "a <b>line"}, now=real_now())
    tell(user=other, kind=Kind.CANCELLATION, context={}, now=real_now())
    client.force_login(user)
    page = text(client.get("/inbox/"))
    assert "給您的訊息" in page
    assert "a &lt;b&gt;line" in page
    assert "cancelled" not in page
    assert Message.objects.get(recipient=user).read_at is None
    client.post("/inbox/read/")
    assert Message.objects.get(recipient=user).read_at is not None
    assert Message.objects.get(recipient=other).read_at is None


def test_the_api_has_the_same() -> None:
    user = reachable()
    tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
    client = client_of(user)
    [message] = client.get("/api/v1/messages/").json()["results"]
    assert (message["subject"], message["read_at"]) == ("Your ticket", None)
    assert client.post(f"/api/v1/messages/{message['id']}/read/").status_code == 204
    first = client.get("/api/v1/messages/").json()["results"][0]["read_at"]
    client.post(f"/api/v1/messages/{message['id']}/read/")
    assert client.get("/api/v1/messages/").json()["results"][0]["read_at"] == first


class TestWhatComesByMail:
    def test_is_everything_at_first_and_then_what_is_ticked(self, client: Client) -> None:
        user = reachable()
        client.force_login(user)
        assert text(client.get("/inbox/mail/")).count("checked") == len(OPTIONAL)
        client.post("/inbox/mail/", {"kinds": ["ticket"]})
        assert mailed_to(user) == [Kind.TICKET]
        client.post("/inbox/mail/", {})
        assert mailed_to(user) == []

    def test_is_chosen_over_the_api_and_never_account_mail(self) -> None:
        user = reachable()
        client = client_of(user)
        answer = client.put("/api/v1/mail-choice/", {"kinds": ["reminder"]})
        assert answer.json() == {"kinds": ["reminder"]}
        assert mailed_to(user) == [Kind.REMINDER]
        assert client.put("/api/v1/mail-choice/", {"kinds": ["confirmation"]}).status_code == 400


class TestTheLinkThatStopsMail:
    def link(self) -> tuple[Any, str]:
        user = reachable()
        tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
        tasks.send()
        header = str(mail.outbox[0].extra_headers["List-Unsubscribe"])
        return user, header.strip("<>").partition("://")[2].partition("/")[2]

    def test_takes_one_click_of_a_mail_program(self) -> None:
        """It has no cookie and no token of a form."""
        user, path = self.link()
        client = Client(enforce_csrf_checks=True)
        answer = client.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert mailed_to(user) == [kind for kind in OPTIONAL if kind != Kind.TICKET]

    def test_stops_nothing_by_being_opened(self, client: Client) -> None:
        user, path = self.link()
        assert "<form" in text(client.get(f"/{path}"))
        assert mailed_to(user) == list(OPTIONAL)

    def test_works_once_the_account_is_gone(self, client: Client) -> None:
        user, path = self.link()
        user.delete()
        assert client.post(f"/{path}").status_code == 200

    @pytest.mark.parametrize("kind", [Kind.CONFIRMATION])
    def test_stops_no_mail_of_the_account(self, client: Client, kind: Kind) -> None:
        user = reachable()
        token = unsubscribe_token(user_id=user.public_id, kind=kind)
        client.post(f"/unsubscribe/{token}/")
        assert mailed_to(user) == list(OPTIONAL)

    def test_made_up_is_no_page(self, client: Client) -> None:
        user, path = self.link()
        assert client.post(f"/{path.rstrip('/')}x/").status_code == 404
        assert mailed_to(user) == list(OPTIONAL)


@pytest.mark.parametrize(
    ("asked", "subject"), [("zh-CN,zh;q=0.9", "您的票"), ("de", "Your ticket")]
)
def test_whoever_signed_up_on_a_chinese_page_is_told_in_chinese(
    client: Client, asked: str, subject: str
) -> None:
    """As long as she chooses nothing else: beat sees no page of hers."""
    sent = {"email": "ling@example.org", "password1": PASSWORD, "terms": "on"}
    client.post("/accounts/signup/", sent, headers={"Accept-Language": asked})
    user = User.objects.get()
    tell(user=user, kind=Kind.TICKET, context={}, now=real_now())
    assert Message.objects.get().text.subject == subject
    client.force_login(user)
    assert '<a href="/tickets/">My tickets</a>' in text(client.get("/inbox/"))


def test_nobody_is_asked_whether_she_wants_what_never_comes() -> None:
    assert not NOT_YET & {*OPTIONAL}
    assert {kind.value for kind in LABELS} == {kind.value for kind in OPTIONAL}
