"""Explain and preview: a viewer who does not exist is told what a real one would be, and why."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from catalog.models import Edition, Offer, SupportCode, Ticket
from catalog.services import Asked, make_support_code
from catalog.verdict import Place
from tests.catalog.rows import make_offer, make_user, real_now
from tests.staff.desk import desk_of
from tests.staff.edition import DAY, OPENING, grant, make_autumn, make_strand, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    """To the public of everywhere but France; the film may be shown for five days of seven."""
    strand = make_strand(make_autumn(), "river", en="Along the river", zh="沿河而下")
    film, _, offer = plan(strand, "River")
    offer.territory_rule, offer.territories = "deny", ["FR"]
    offer.save()
    grant(film, begins=OPENING - DAY, ends=OPENING + 5 * DAY)
    return offer


@pytest.fixture
def client() -> Client:
    return desk_of("programmer")[0]


def ask(client: Client, **asked: str) -> Any:
    form = {
        "edition": "2026",
        "kind": "confirmed",
        "at": "2026-11-21T20:00",
        "zone": "Europe/Berlin",
        "country": "DE",
        "network": "ordinary",
    }
    answer = client.post(reverse("desk:explain"), form | asked)
    assert answer.status_code == 200
    return answer


def codes(answer: Any) -> list[str]:
    (told,) = answer.context["told"]
    return [reason["code"] for reason in told.verdict["reasons"]]


def test_who_holds_a_ticket_may_watch(client, offer) -> None:
    answer = ask(client, kind="ticket_holder", offer=str(offer.pk))
    (told,) = answer.context["told"]
    assert told.verdict["granted"]
    assert "may be watched" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"kind": "anonymous"}, "not_authenticated"),
        ({}, "no_ticket"),
        ({"country": "FR"}, "wrong_territory"),
        ({"at": "2026-11-19T20:00"}, "not_open_yet"),
        ({"at": "2026-11-26T20:00"}, "no_rights"),
        ({"at": "2026-11-28T20:00"}, "closed"),
        ({"country": ""}, "unknown_place"),
    ],
)
def test_every_reason_is_told_with_the_facts(client, offer, asked, reason) -> None:
    answer = ask(client, **asked)
    assert reason in codes(answer)
    (told,) = answer.context["told"]
    text = answer.content.decode()
    for fact in (*told.facts, *told.offers[0].facts):
        assert fact in text


def test_the_instant_is_in_the_chosen_zone(client, offer) -> None:
    """The offer opens at 20:00 in Berlin, which is 3:00 of the next day in Shanghai."""
    early = ask(client, zone="Asia/Shanghai", at="2026-11-21T02:59")
    late = ask(client, zone="Asia/Shanghai", at="2026-11-21T03:00")
    assert "not_open_yet" in codes(early)
    assert "not_open_yet" not in codes(late)


def test_nothing_is_granted_and_nothing_is_kept(client, offer) -> None:
    ask(client, kind="ticket_holder", offer=str(offer.pk))
    assert not Ticket.objects.exists()
    assert not AuditEntry.objects.exists()


def test_it_answers_in_chinese(client, offer) -> None:
    url = reverse("desk:explain")
    form = {"edition": "2026", "kind": "confirmed", "at": "2026-11-21T20:00", "zone": "UTC"}
    form |= {"country": "FR", "network": "ordinary"}
    text = client.post(url, form, headers={"accept-language": "zh-hans"}).content.decode()
    assert "放映地区" in text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": "ticket_holder"}, "offer"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "region": "US-CA"}, "region"),
        ({"at": "2026-03-29T02:30"}, "at"),
        ({"at": "soon"}, "at"),
        ({"zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(client, offer, asked, field) -> None:
    answer = ask(client, **asked)
    assert answer.context["told"] is None
    assert field in answer.context["form"].errors


def test_more_screenings_ask_no_more(client, offer) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            ask(client)
        return len(asked)

    edition = Edition.objects.get()
    ask(client)
    one = queries()
    for number in range(5):
        _, screening, _ = plan(edition.programmes.get(), f"Film {number}")
        make_offer(screening, opens=OPENING, closes=OPENING + DAY, audience="press")
    assert queries() == one


def test_it_is_for_staff_alone(offer) -> None:
    assert desk_of("filmmaker")[0].get(reverse("desk:explain")).status_code == 302


class TestSupportCode:
    """A viewer was refused in France, and reads a code out to the desk."""

    @pytest.fixture
    def code(self, offer: Offer) -> SupportCode:
        place = Place(country="FR", region=None, network="ordinary")
        now = OPENING + DAY
        asked = Asked(user=make_user(), place=place)
        made = make_support_code(asked=asked, screening=offer.screening, now=now)
        SupportCode.objects.update(expires_at=real_now() + DAY)
        return made

    def test_the_desk_sees_that_verdict_with_its_facts(self, client, code) -> None:
        answer = client.post(reverse("desk:explain"), {"code": code.code})
        (told,) = answer.context["told"]
        assert "wrong_territory" in codes(answer)
        assert "She is in FR, on an ordinary network." in told.facts

    def test_not_whose_it_is(self, client, code) -> None:
        text = client.post(reverse("desk:explain"), {"code": code.code}).content.decode()
        assert code.holder is not None
        assert code.holder.public_id not in text

    def test_a_code_that_there_is_not_is_said_to_be_unknown(self, client, code) -> None:
        answer = client.post(reverse("desk:explain"), {"code": "34679ACDEFGH"})
        assert answer.context["told"] is None
        assert "code" in answer.context["code_form"].errors
