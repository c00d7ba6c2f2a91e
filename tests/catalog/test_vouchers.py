"""Batches of vouchers, redeemed by people with and without an account."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from rest_framework.test import APIClient

from accounts.models import AuditEntry, ConfirmedBy, Consent, User
from catalog import services
from catalog.models import Pass, Ticket, TicketOrigin, Voucher, VoucherBatch
from catalog.tries import MOST_WRONG
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.catalog.seats import codes_of, left, make_batch, make_pass_kind, make_quota
from tests.catalog.test_tickets_api import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REDEEM = "/api/v1/vouchers/redeem/"


def redeem(code: str, user: User | None = None, **body: Any) -> Any:
    return client_of(user).post(REDEEM, {"code": code, **body})


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestBatches:
    def test_ten_thousand_at_once_all_different(self) -> None:
        batch = make_batch(make_offer(make_screening()), number=10_000)
        codes = codes_of(batch)
        assert len(set(codes)) == 10_000
        assert not re.search("[01258BILOSUVZ]", "".join(codes))

    def test_staff_make_one_and_the_log_says_so(self) -> None:
        offer, staff = make_offer(make_screening()), client_of(make_user("programmer"))
        body = {
            "edition": offer.screening.edition.slug,
            "count": 3,
            "offers": [offer.public_id],
            "tag": "Friends",
            "max_uses": 2,
        }
        made = staff.post("/api/v1/voucher-batches/", body)
        assert made.status_code == 201, made.json()
        assert (made.json()["vouchers"], made.json()["used"]) == (3, 0)
        entry = AuditEntry.objects.get()
        assert (entry.model, entry.action) == ("catalog.voucherbatch", "created")
        assert entry.after["vouchers"] == 3
        assert not any(code in str(entry.after) for code in codes_of(VoucherBatch.objects.get()))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"count": 0},
            {"count": 10_001},
            {"offers": []},
            {"valid_from": "2026-12-02T00:00:00Z", "valid_until": "2026-12-01T00:00:00Z"},
            {"max_uses": 0},
        ],
    )
    def test_what_is_no_batch(self, wrong: dict[str, Any]) -> None:
        offer = make_offer(make_screening())
        body = {
            "edition": offer.screening.edition.slug,
            "count": 1,
            "offers": [offer.public_id],
        }
        staff = client_of(make_user("admin"))
        assert problem(staff.post("/api/v1/voucher-batches/", body | wrong)) == (400, "invalid")
        assert not VoucherBatch.objects.exists()

    def test_an_offer_of_another_edition_is_refused(self) -> None:
        offer = make_offer(make_screening())
        body = {"edition": make_edition().slug, "count": 1, "offers": [offer.public_id]}
        staff = client_of(make_user("admin"))
        assert problem(staff.post("/api/v1/voucher-batches/", body)) == (400, "invalid")

    def test_no_more_seats_are_reserved_than_there_are(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=5)
        body = {
            "edition": offer.screening.edition.slug,
            "count": 3,
            "max_uses": 2,
            "offers": [offer.public_id],
            "reserves_seats": True,
        }
        staff = client_of(make_user("admin"))
        answer = staff.post("/api/v1/voucher-batches/", body)
        assert problem(answer) == (409, "not_enough_seats")
        assert not VoucherBatch.objects.exists()

    def test_a_list_costs_no_more_queries_for_more_rows(
        self, django_assert_num_queries: Any
    ) -> None:
        offer, staff = make_offer(make_screening()), client_of(make_user("admin"))
        path = f"/api/v1/voucher-batches/?edition={offer.screening.edition.slug}"
        for rows in (1, 5):
            while VoucherBatch.objects.count() < rows:
                make_batch(offer)
            with django_assert_num_queries(4):  # roles, edition, batches, offers
                assert len(staff.get(path).json()["results"]) == rows

    def test_the_codes_as_a_table_that_no_spreadsheet_runs(self) -> None:
        batch = make_batch(
            make_offer(make_screening()),
            number=3,
            tag='=HYPERLINK("http://evil.example")',
            max_uses=2,
        )
        services.revoke_voucher(
            voucher=Voucher.objects.get(code=codes_of(batch)[0]),
            now=real_now(),
            what_it_gave=False,
        )
        staff = client_of(make_user("programmer"))
        answer: Any = staff.get(f"/api/v1/voucher-batches/{batch.public_id}/codes/")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        text = b"".join(answer.streaming_content).decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["code"].replace("-", "") for row in rows] == codes_of(batch)[1:]
        assert {row["tag"] for row in rows} == {'\'=HYPERLINK("http://evil.example")'}

    @pytest.mark.parametrize("what_it_gave", [False, True])
    def test_a_revoked_batch_is_worthless(self, *, what_it_gave: bool) -> None:
        offer = make_offer(make_screening())
        batch = make_batch(offer, number=2)
        first, second = codes_of(batch)
        holder = make_user()
        assert redeem(first, holder).status_code == 201
        path = f"/api/v1/voucher-batches/{batch.public_id}/revoke/"
        answer = client_of(make_user("admin")).post(path, {"what_it_gave": what_it_gave})
        assert answer.json()["revoked_at"] is not None
        assert problem(redeem(second, make_user())) == (404, "code_unknown")
        assert (Ticket.objects.get().revoked_at is not None) == what_it_gave

    def test_one_code_is_revoked_with_what_it_gave(self) -> None:
        kind = make_pass_kind(make_edition())
        batch = make_batch(pass_kind=kind)
        offer = make_offer(make_screening(edition=kind.edition), free_tickets=False)
        user = make_user()
        redeem(codes_of(batch)[0], user)
        ticket = services.take_ticket(offer=offer, user=user, now=real_now())
        body = {"code": codes_of(batch)[0].lower(), "what_it_gave": True}
        answer = client_of(make_user("admin")).post("/api/v1/vouchers/revoke/", body)
        assert answer.status_code == 204
        ticket.refresh_from_db()
        assert ticket.revoked_at is not None
        assert Pass.objects.get().revoked_at is not None

    def test_only_staff_see_any_of_it(self) -> None:
        batch = make_batch(make_offer(make_screening()))
        one = f"/api/v1/voucher-batches/{batch.public_id}/"
        client = client_of(make_user("filmmaker"))
        for path in ("/api/v1/voucher-batches/?edition=x", one, f"{one}codes/"):
            assert client.get(path).status_code == 403
        for path in (f"{one}revoke/", "/api/v1/voucher-batches/", "/api/v1/vouchers/revoke/"):
            assert client.post(path, {}).status_code == 403


class TestRedeem:
    def test_a_ticket_by_a_code_however_it_was_copied(self) -> None:
        offer, user = make_offer(make_screening(), free_tickets=False), make_user()
        (code,) = codes_of(make_batch(offer))
        answer = redeem(f" {code[:4]}-{code[4:8]} {code[8:]} ".lower(), user)
        assert answer.status_code == 201, answer.json()
        ticket = Ticket.objects.get()
        assert (ticket.holder, ticket.origin) == (user, TicketOrigin.VOUCHER)
        assert answer.json()["ticket"]["id"] == ticket.public_id
        assert (answer.json()["pass"], answer.json()["return_code"]) == (None, "")

    def test_twice_by_the_same_person_is_one_use(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        (code,) = codes_of(make_batch(offer))
        assert redeem(code, user).json() == redeem(code, user).json()
        assert problem(redeem(code, make_user())) == (409, "voucher_used_up")

    def test_who_has_a_ticket_already_spends_nothing(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        make_ticket(offer, user)
        (code,) = codes_of(make_batch(offer))
        assert redeem(code, user).status_code == 201
        assert redeem(code, make_user()).status_code == 201

    def test_a_ticket_given_back_gives_the_use_back(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        (code,) = codes_of(make_batch(offer))
        redeem(code, user)
        services.release(ticket=Ticket.objects.get(), now=real_now())
        assert redeem(code, make_user()).status_code == 201

    def test_it_confirms_an_account(self) -> None:
        user = make_user(confirmed=False)
        (code,) = codes_of(make_batch(make_offer(make_screening())))
        assert redeem(code, user).status_code == 201
        assert User.objects.get(pk=user.pk).confirmed_by == ConfirmedBy.VOUCHER

    def test_a_pass(self) -> None:
        kind, user = make_pass_kind(make_edition()), make_user()
        (code,) = codes_of(make_batch(pass_kind=kind))
        answer = redeem(code, user).json()
        assert answer["ticket"] is None
        assert answer["pass"]["id"] == Pass.objects.get(holder=user, kind=kind).public_id
        assert redeem(code, user).json() == answer
        assert problem(redeem(code, make_user())) == (409, "voucher_used_up")

    def test_one_of_several_offers_has_to_be_chosen(self) -> None:
        screening, user = make_screening(), make_user()
        offers = [make_offer(screening, free_tickets=False) for _ in range(2)]
        (code,) = codes_of(make_batch(*offers))
        asked = redeem(code, user)
        assert problem(asked) == (409, "choose_offer")
        assert asked.json()["offers"] == [offer.public_id for offer in offers]
        assert problem(redeem(code, user, offer="x")) == (409, "choose_offer")
        chosen = redeem(code, user, offer=offers[1].public_id)
        assert chosen.json()["ticket"]["offer"] == offers[1].public_id

    def test_sold_out_unless_its_seat_was_reserved(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=1)
        (loose,) = codes_of(make_batch(offer))
        (kept,) = codes_of(make_batch(offer, reserves_seats=True))
        refused = redeem(loose, make_user())
        assert problem(refused) == (403, "ticket_refused")
        assert [reason["code"] for reason in refused.json()["reasons"]] == ["sold_out"]
        assert redeem(kept, make_user()).status_code == 201
        assert left(offer) == 0

    @pytest.mark.parametrize(
        ("first", "last", "said"),
        [(1, 2, (409, "code_too_early")), (-2, -1, (404, "code_unknown"))],
    )
    def test_outside_its_validity(self, first: int, last: int, said: tuple[int, str]) -> None:
        now = real_now()
        validity = DateTimeTZRange(now + first * DAY, now + last * DAY)
        (code,) = codes_of(make_batch(make_offer(make_screening()), validity=validity))
        assert problem(redeem(code, make_user())) == said

    def test_of_a_screening_that_is_over(self) -> None:
        offer = make_offer(make_screening(), opens=real_now() - 9 * DAY)
        (code,) = codes_of(make_batch(offer))
        assert problem(redeem(code, make_user())) == (404, "code_unknown")

    def test_in_chinese(self) -> None:
        answer = client_of(make_user()).post(
            REDEEM, {"code": "3" * 12}, headers={"Accept-Language": "zh-CN"}
        )
        assert answer.json()["detail"].startswith("没有这个代码")

    def test_wrong_codes_are_limited_and_right_ones_are_not(self) -> None:
        (code,) = codes_of(make_batch(make_offer(make_screening()), max_uses=100))
        for _ in range(MOST_WRONG + 5):
            assert redeem(code, make_user()).status_code == 201
        for _ in range(MOST_WRONG):
            assert redeem("3" * 12, make_user()).status_code == 404
        assert problem(redeem("3" * 12, make_user())) == (429, "too_many_tries")
        assert problem(redeem(code, make_user())) == (429, "too_many_tries")
        elsewhere = client_of(make_user())
        answer = elsewhere.post(REDEEM, {"code": code}, REMOTE_ADDR="198.51.100.7")
        assert answer.status_code == 201


class TestWithoutAccount:
    def test_a_stranger_is_given_one_without_an_address(self) -> None:
        (code,) = codes_of(make_batch(make_offer(make_screening())))
        browser = APIClient()
        answer = browser.post(REDEEM, {"code": code, "accept_terms": True})
        assert answer.status_code == 201, answer.json()
        user = Ticket.objects.get().holder
        assert user is not None
        assert (user.email, user.confirmed_by) == (None, ConfirmedBy.VOUCHER)
        assert Consent.objects.filter(user=user).exists()
        mine = browser.get("/api/v1/tickets/").json()["results"]
        assert [ticket["id"] for ticket in mine] == [answer.json()["ticket"]["id"]]
        other = APIClient()
        assert other.get("/api/v1/tickets/").status_code == 401
        back = other.post("/api/v1/return/", {"code": answer.json()["return_code"].lower()})
        assert back.status_code == 204
        assert other.get("/api/v1/tickets/").json()["results"] == mine

    def test_not_without_the_terms(self) -> None:
        (code,) = codes_of(make_batch(make_offer(make_screening())))
        before = User.objects.count()
        assert problem(redeem(code)) == (400, "terms_not_accepted")
        assert User.objects.count() == before

    def test_no_account_is_left_behind_where_there_is_no_ticket(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=0)
        (code,) = codes_of(make_batch(offer))
        before = User.objects.count()
        assert redeem(code, accept_terms=True).status_code == 403
        assert User.objects.count() == before

    def test_a_return_code_of_nobody(self) -> None:
        answer = APIClient().post("/api/v1/return/", {"code": "3" * 20})
        assert problem(answer) == (404, "code_unknown")


@pytest.mark.django_db(transaction=True)
def test_used_at_once_it_is_used_as_often_as_it_may_be() -> None:
    offer = make_offer(make_screening())
    (code,) = codes_of(make_batch(offer, max_uses=3))
    users = [make_user() for _ in range(8)]

    def use(user: User) -> int:
        status: int = redeem(code, user).status_code
        return status

    answers = at_once(*[lambda user=user: use(user) for user in users])
    assert sorted(answers) == [201] * 3 + [409] * 5
    assert Ticket.objects.count() == 3
