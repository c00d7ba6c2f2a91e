"""A ticket shop outside: it sells and refunds by its own reference, and never says who bought."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from catalog import services
from catalog.models import (
    EditionState,
    Pass,
    Shop,
    ShopKey,
    ShopSale,
    Ticket,
    TicketOrigin,
    VoucherBatch,
)
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_user,
    real_now,
)
from tests.catalog.seats import left, make_pass_kind, make_quota
from tests.catalog.test_tickets_api import at_once
from tests.catalog.test_vouchers import problem, redeem

pytestmark = pytest.mark.django_db
SELL = "/api/v1/shop/tickets/"


def new_key(*options: str, slug: str = "cinema-du-reel") -> str:
    out = StringIO()
    call_command("create_shop_key", slug, *options, stdout=out)
    return out.getvalue().strip()


def shop_client(key: str | None = None) -> APIClient:
    return APIClient(headers={"Authorization": f"Bearer {key or new_key()}"})


@pytest.fixture
def shop() -> APIClient:
    return shop_client()


class TestKeys:
    def test_a_key_is_shown_once_and_kept_as_a_digest(self) -> None:
        key = new_key()
        kept = ShopKey.objects.get()
        assert key.encode() not in bytes(kept.digest)
        assert services.shop_of(key=key) == Shop.objects.get()

    def test_two_are_good_until_the_old_one_is_revoked(self) -> None:
        old, new = new_key(), new_key()
        assert services.shop_of(key=old) == services.shop_of(key=new)
        newest = new_key("--revoke-others")
        assert services.shop_of(key=old) is services.shop_of(key=new) is None
        assert services.shop_of(key=newest) is not None

    def test_a_slug_is_one(self) -> None:
        with pytest.raises(CommandError):
            new_key(slug="no slug")

    @pytest.mark.parametrize("header", ["", "Bearer x", "Token x"])
    def test_without_one_nothing_is_sold(self, header: str) -> None:
        client = APIClient(headers={"Authorization": header} if header else {})
        answer = client.post(SELL, {"external_ref": "1", "offer": "x"})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_an_account_is_no_shop(self) -> None:
        answer = client_of(make_user("admin")).post(SELL, {"external_ref": "1", "offer": "x"})
        assert answer.status_code == 403


class TestSale:
    def test_sold_claimed_refunded(self, shop: APIClient) -> None:
        offer, buyer = make_offer(make_screening(), free_tickets=False), make_user()
        make_quota(offer, size=1)
        sale = shop.post(SELL, {"external_ref": "order-1", "offer": offer.public_id})
        assert sale.status_code == 201, sale.json()
        assert left(offer) == 0
        assert redeem(sale.json()["claim_code"].lower(), buyer).status_code == 201
        ticket = Ticket.objects.get()
        assert (ticket.holder, ticket.origin) == (buyer, TicketOrigin.SHOP)
        assert ticket.external_ref.endswith(":order-1")
        assert left(offer) == 0
        for _ in range(2):
            assert shop.delete(f"{SELL}order-1/").status_code == 204
        ticket.refresh_from_db()
        assert ticket.revoked_at is not None
        assert left(offer) == 1
        assert shop.get(f"{SELL}order-1/").json()["refunded_at"] is not None

    def test_sent_again_it_is_the_same_sale(self, shop: APIClient) -> None:
        body = {"external_ref": "order-1", "offer": make_offer(make_screening()).public_id}
        first, second = shop.post(SELL, body), shop.post(SELL, body)
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        assert ShopSale.objects.count() == VoucherBatch.objects.count() == 1

    def test_a_reference_is_for_one_thing(self, shop: APIClient) -> None:
        first, second = make_offer(make_screening()), make_offer(make_screening())
        shop.post(SELL, {"external_ref": "order-1", "offer": first.public_id})
        other = shop.post(SELL, {"external_ref": "order-1", "offer": second.public_id})
        assert problem(other) == (409, "reference_taken")
        shop.delete(f"{SELL}order-1/")
        again = shop.post(SELL, {"external_ref": "order-1", "offer": first.public_id})
        assert problem(again) == (409, "reference_taken")

    def test_the_shop_is_not_told_whether_it_was_claimed(self, shop: APIClient) -> None:
        body = {"external_ref": "order-1", "offer": make_offer(make_screening()).public_id}
        before = shop.post(SELL, body).json()
        redeem(before["claim_code"], make_user())
        assert shop.get(f"{SELL}order-1/").json() == before

    def test_refunded_before_it_was_claimed_its_code_is_worthless(self, shop: APIClient) -> None:
        body = {"external_ref": "order-1", "offer": make_offer(make_screening()).public_id}
        code = shop.post(SELL, body).json()["claim_code"]
        shop.delete(f"{SELL}order-1/")
        assert problem(redeem(code, make_user())) == (404, "code_unknown")

    def test_given_back_it_can_be_claimed_again(self, shop: APIClient) -> None:
        body = {"external_ref": "order-1", "offer": make_offer(make_screening()).public_id}
        code, buyer = shop.post(SELL, body).json()["claim_code"], make_user()
        redeem(code, buyer)
        services.release(ticket=Ticket.objects.get(), now=real_now())
        assert redeem(code, buyer).status_code == 201

    def test_a_pass_and_its_refund(self, shop: APIClient) -> None:
        kind, buyer = make_pass_kind(make_edition()), make_user()
        offer = make_offer(make_screening(edition=kind.edition), free_tickets=False)
        body = {"external_ref": "order-1", "pass_kind": kind.public_id}
        redeem(shop.post(SELL, body).json()["claim_code"], buyer)
        services.take_ticket(offer=offer, user=buyer, now=real_now())
        shop.delete(f"{SELL}order-1/")
        assert Pass.objects.get().revoked_at is not None
        assert Ticket.objects.get().revoked_at is not None

    def test_sold_out(self, shop: APIClient) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=0)
        answer = shop.post(SELL, {"external_ref": "order-1", "offer": offer.public_id})
        assert problem(answer) == (409, "not_enough_seats")

    def test_of_a_closed_edition_nothing_is_sold(self, shop: APIClient) -> None:
        offer = make_offer(make_screening(edition=make_edition(EditionState.CLOSED)))
        answer = shop.post(SELL, {"external_ref": "order-1", "offer": offer.public_id})
        assert problem(answer) == (409, "not_for_sale")

    @pytest.mark.parametrize("reference", ["", "her name", "a/b", "x" * 41, "her@example.org"])
    def test_a_reference_names_nobody(self, shop: APIClient, reference: str) -> None:
        body = {"external_ref": reference, "offer": make_offer(make_screening()).public_id}
        assert problem(shop.post(SELL, body)) == (400, "invalid")

    def test_another_shops_sale_is_not_there(self, shop: APIClient) -> None:
        body = {"external_ref": "order-1", "offer": make_offer(make_screening()).public_id}
        shop.post(SELL, body)
        other = shop_client(new_key(slug="another"))
        assert other.get(f"{SELL}order-1/").status_code == 404
        assert other.delete(f"{SELL}order-1/").status_code == 404
        assert other.post(SELL, body).status_code == 201

    def test_staff_do_not_get_the_buyers_codes(self, shop: APIClient) -> None:
        offer = make_offer(make_screening())
        shop.post(SELL, {"external_ref": "order-1", "offer": offer.public_id})
        staff, batch = client_of(make_user("admin")), VoucherBatch.objects.get()
        slug = offer.screening.edition.slug
        listed: Any = staff.get(f"/api/v1/voucher-batches/?edition={slug}").json()
        assert listed["results"] == []
        path = f"/api/v1/voucher-batches/{batch.public_id}/codes/"
        assert staff.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [5, None])
def test_sent_at_once_it_is_sold_once(size: int | None) -> None:
    key, offer = new_key(), make_offer(make_screening())
    make_quota(offer, size=size)
    body = {"external_ref": "order-1", "offer": offer.public_id}
    answers = at_once(*[lambda: shop_client(key).post(SELL, body)] * 6)
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json()["claim_code"] for answer in answers}) == 1
    assert left(offer) == (size and size - 1)
