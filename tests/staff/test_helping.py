"""The desk's page for a code: what went wrong, nothing of the viewer, and help in one step."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import Offer, SupportAnswer, SupportCode, Ticket
from catalog.services import Asked
from catalog.verdict import Place
from tests.catalog.canned import begin_with_canned
from tests.catalog.rows import make_offer, make_screening, make_ticket, make_user, real_now
from tests.staff.desk import desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _canned(db: None) -> None:
    begin_with_canned()


FACTS = {
    "error": "not_decodable",
    "stream_error": "bufferAppendError",
    "rung": 720,
    "buffer_seconds": 0,
    "line_kbps": 3400,
    "browser": "firefox",
    "device": "phone",
}


@pytest.fixture
def client() -> Client:
    return desk_of("programmer")[0]


@pytest.fixture
def offer() -> Offer:
    return make_offer(make_screening(), territory_rule="deny", territories=["FR"])


@pytest.fixture
def viewer() -> User:
    return make_user()


@pytest.fixture
def code(offer: Offer, viewer: User) -> SupportCode:
    place = Place(country="FR", region=None, network="ordinary")
    asked = Asked(user=viewer, place=place, language="en", trouble=FACTS)
    return services.make_support_code(asked=asked, screening=offer.screening, now=real_now())


def post(client: Client, code: str, **sent: str) -> Any:
    answer = client.post(reverse("desk:help"), {"code": code, **sent})
    assert answer.status_code == 200
    return answer


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_desk_sees_the_verdict_and_the_facts(client, code) -> None:
    page = text(post(client, code.code.lower().replace("d", "0")))  # 0 may be a D or a Q
    for words in ("may not be watched", "could not decode the film", "bufferAppendError",
                  "720 lines", "0 s", "3400 kbit/s", "Firefox, on a phone"):  # fmt: skip
        assert words in page


def test_and_nothing_of_the_viewer(client, code, offer, viewer) -> None:
    ticket = make_ticket(offer, viewer)
    page = text(post(client, code.code))
    for secret in (viewer.public_id, str(viewer.email), ticket.public_id):
        assert secret not in page


def test_a_code_that_there_is_not(client) -> None:
    assert "not one of ours" in text(post(client, "3ACD-EF4G-HJ67"))


def test_a_ticket_in_one_step(client, code, offer, viewer) -> None:
    page = text(post(client, code.code, act="ticket", offer=offer.public_id))
    assert Ticket.objects.get().holder == viewer
    assert "We have put a ticket into your account" in page


def test_more_time_and_a_renewed_ticket(client, code, offer, viewer) -> None:
    ticket = make_ticket(offer, viewer, started_at=real_now())
    post(client, code.code, act="extend", until="2099-01-01T20:00")
    ticket.refresh_from_db()
    assert ticket.extended_until is not None
    post(client, code.code, act="reissue")
    assert Ticket.objects.filter(pk=ticket.pk, started_at=None, extended_until=None).exists()


def test_canned_words_or_ones_own(client, code) -> None:
    post(client, code.code, act="answer", canned="another-browser")
    post(client, code.code, act="answer", text="We saw it too.")
    assert "Choose a canned answer" in text(post(client, code.code, act="answer"))
    first, second = SupportAnswer.objects.order_by("pk")
    assert "update the browser" in first.text
    assert second.text == "We saw it too."
    assert AuditEntry.objects.count() == 2


def test_whoever_sends_canned_words_reads_them_in_her_own_language(client, code) -> None:
    SupportCode.objects.update(language="zh-Hant")
    page = text(post(client, code.code))
    assert "Your browser could not play the film" in page
    assert "您的瀏覽器無法播放本片" in page
    post(client, code.code, act="answer", canned="another-browser")
    assert SupportAnswer.objects.get().text.startswith("您的瀏覽器無法播放本片")


def test_what_can_not_be_done_is_said(client, code) -> None:
    assert "no account, or no ticket" in text(post(client, code.code, act="reissue"))
    assert not AuditEntry.objects.exists()


def test_only_for_those_who_may_help(code) -> None:
    filmmaker, _ = desk_of("filmmaker")
    assert filmmaker.post(reverse("desk:help"), {"code": code.code}).status_code == 302
    assert not AuditEntry.objects.exists()


def test_the_permission_is_one_of_its_own(client, code, settings) -> None:
    settings.ROLE_PERMISSIONS = {"programmer": ("catalog.view_", "catalog.change_")}
    assert client.post(reverse("desk:help"), {"code": code.code}).status_code == 403
    settings.ROLE_PERMISSIONS = {"programmer": ("catalog.help_supportcode",)}
    assert client.post(reverse("desk:help"), {"code": code.code}).status_code == 200


def test_it_speaks_chinese(client, code) -> None:
    answer = client.post(
        reverse("desk:help"), {"code": code.code}, headers={"accept-language": "zh-hans"}
    )
    page = text(answer)
    assert "浏览器无法解码影片" in page
    assert "一步解决" in page
