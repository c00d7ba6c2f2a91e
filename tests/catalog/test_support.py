"""Support codes: one verdict for the desk, which helps in one step and never learns whom."""

import json
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import ConfirmedBy, User
from catalog import services
from catalog.models import Audience, Offer, SupportCode, Ticket, TicketOrigin
from catalog.verdict import Place
from tests.catalog.rows import (
    client_of,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.catalog.seats import make_quota

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FRANCE = Place(country="FR", region="FR-IDF", network="anonymous")


def not_in_france(**fields: Any) -> Offer:
    return make_offer(make_screening(), territory_rule="deny", territories=["FR"], **fields)


def code_for(offer: Offer, user: User | None) -> str:
    made = services.make_support_code(
        asked=services.Asked(user=user, place=FRANCE), screening=offer.screening, now=real_now()
    )
    return made.code


def grant(code: str, **body: Any) -> Any:
    staff = client_of(make_user("programmer"))
    return staff.post(f"/api/v1/support-codes/{code}/grant/", body)


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestTheCode:
    def test_anybody_may_make_one_by_the_api(self) -> None:
        offer = make_offer(make_screening())
        path = f"/api/v1/screenings/{offer.screening.public_id}/support-codes/"
        for user in (None, make_user(confirmed=False)):
            answer = client_of(user).post(path)
            assert answer.status_code == 201, answer.json()
            shown = client_of(make_user("admin")).get(
                f"/api/v1/support-codes/{answer.json()['code']}/"
            )
            assert shown.json()["screening"] == offer.screening.public_id

    def test_the_desk_sees_that_verdict_and_what_led_to_it(self) -> None:
        offer, user = not_in_france(), make_user()
        make_ticket(offer, user)
        code = code_for(offer, user)
        services.revoke(tickets=Ticket.objects.all(), now=real_now())  # later: it does not show
        staff = client_of(make_user("programmer"))
        shown = staff.get(f"/api/v1/support-codes/{code.lower()}/").json()
        facts = {fact["point"]: fact["values"] for fact in shown["facts"]}
        assert [reason["code"] for reason in shown["access"]["reasons"]] == ["wrong_territory"]
        assert facts["place"] == {"country": "FR", "region": None, "network": "anonymous"}
        assert facts["viewer"] == {"state": "confirmed"}
        [told] = shown["offers"]
        assert told["offer"] == offer.public_id
        lists = [fact["values"] for fact in told["facts"] if fact["point"] == "territories"]
        assert "FR" in json.dumps(lists)

    def test_a_region_is_kept_only_where_a_rule_tells_regions_apart(self) -> None:
        plain = make_offer(make_screening(), territory_rule="deny", territories=["FR"])
        fine = make_offer(make_screening(), territory_rule="deny", territories=["FR-IDF"])
        kept = [
            SupportCode.objects.get(code=code_for(offer, None)).facts or {}
            for offer in (plain, fine)
        ]
        assert [facts["place"]["region"] for facts in kept] == [None, "FR-IDF"]

    def test_and_nothing_of_the_viewer(self) -> None:
        offer, user = not_in_france(), make_user()
        ticket = make_ticket(offer, user)
        made = SupportCode.objects.get(code=code_for(offer, user))
        said = json.dumps(made.facts)
        staff = client_of(make_user("admin"))
        said += json.dumps(staff.get(f"/api/v1/support-codes/{made.code}/").json())
        for secret in (user.public_id, str(user.email), ticket.public_id, "FR-IDF"):
            assert secret not in said

    def test_it_is_good_for_two_days(self) -> None:
        code, now = code_for(make_offer(make_screening()), make_user()), real_now()
        assert services.support_code_of(code, now=now + timedelta(hours=47)).code == code
        SupportCode.objects.update(expires_at=now)
        assert problem(grant(code, kind="ticket")) == (404, "code_unknown")
        services.forget_support_codes(now=now + timedelta(seconds=1))
        assert not SupportCode.objects.exists()

    def test_it_is_for_the_desk_alone(self) -> None:
        user = make_user("filmmaker")
        code = code_for(make_offer(make_screening()), user)
        client = client_of(user)
        assert client.get(f"/api/v1/support-codes/{code}/").status_code == 403
        body = {"kind": "ticket"}
        assert client.post(f"/api/v1/support-codes/{code}/grant/", body).status_code == 403
        assert not Ticket.objects.exists()


class TestGrant:
    def test_a_ticket_to_the_offer_to_staff(self) -> None:
        offer, user = not_in_france(), make_user(confirmed=False)
        inside = make_offer(offer.screening, audience=Audience.STAFF)
        answer = grant(code_for(offer, user), kind="ticket")
        assert answer.status_code == 204
        assert answer.content == b""
        ticket = Ticket.objects.get()
        assert (ticket.holder, ticket.offer, ticket.origin) == (user, inside, TicketOrigin.STAFF)
        assert User.objects.get(pk=user.pk).confirmed_by == ConfirmedBy.STAFF
        verdict = services.verdict_for(
            screening=offer.screening,
            user=User.objects.get(pk=user.pk),
            place=FRANCE,
            now=real_now(),
        )
        assert verdict

    def test_to_the_offer_named_where_there_is_none_to_staff(self) -> None:
        offer, user = not_in_france(), make_user()
        press = make_offer(offer.screening, audience=Audience.PRESS)
        code = code_for(offer, user)
        asked = grant(code, kind="ticket")
        assert problem(asked) == (409, "choose_offer")
        assert {row["id"] for row in asked.json()["offers"]} == {offer.public_id, press.public_id}
        assert grant(code, kind="ticket", offer=press.public_id).status_code == 204
        assert Ticket.objects.get().offer == press

    def test_staff_tickets_take_seats_too(self) -> None:
        offer, user = not_in_france(), make_user()
        inside = make_offer(offer.screening, audience=Audience.STAFF)
        make_quota(inside, size=0)
        assert problem(grant(code_for(offer, user), kind="ticket")) == (403, "ticket_refused")

    def test_more_time_for_the_ticket_she_has(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        mine, elsewhere = make_ticket(offer, user), make_ticket(make_offer(make_screening()), user)
        until = real_now() + DAY
        answer = grant(code_for(offer, user), kind="extend", until=until.isoformat())
        assert answer.status_code == 204
        mine.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (mine.extended_until, elsewhere.extended_until) == (until, None)

    @pytest.mark.parametrize("known", [False, True])
    def test_nobody_to_grant_to(self, *, known: bool) -> None:
        offer = make_offer(make_screening())
        make_ticket(offer, None)  # of somebody who was erased
        code = code_for(offer, make_user() if known else None)
        until = (real_now() + DAY).isoformat()
        assert problem(grant(code, kind="extend", until=until)) == (409, "nobody_to_grant")
        if not known:
            assert problem(grant(code, kind="ticket")) == (409, "nobody_to_grant")

    @pytest.mark.parametrize(
        "body", [{}, {"kind": "extend"}, {"kind": "ticket", "until": "2026-12-01T00:00:00Z"}]
    )
    def test_what_is_no_grant(self, body: dict[str, Any]) -> None:
        code = code_for(make_offer(make_screening()), make_user())
        assert problem(grant(code, **body)) == (400, "invalid")
