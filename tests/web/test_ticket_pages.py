"""Codes, one's own tickets, accreditation and bookings, as pages."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from catalog.identifiers import new_public_id
from catalog.models import (
    Accreditation,
    Audience,
    Booking,
    BookingMode,
    Offer,
    Quota,
    SupportCode,
    Ticket,
)
from catalog.rights import USE_OF_AUDIENCE
from tests.catalog.rows import make_grant
from tests.catalog.seats import (
    accredit,
    codes_of,
    make_batch,
    make_booking,
    make_organisation,
    make_pass,
    make_pass_kind,
)
from tests.web.conftest import queries
from tests.web.programme import Shown, an_offer

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


def text(response: Any) -> str:
    words: str = response.content.decode()
    return words


def for_others(shown: Shown, audience: str) -> Offer:
    make_grant(shown.film, USE_OF_AUDIENCE[audience])
    offer = Offer.objects.get(pk=shown.offer.pk)
    offer.pk, offer.public_id = None, new_public_id()
    offer.audience, offer.free_tickets = audience, False
    offer.save()
    return offer


class TestRedeem:
    def test_a_stranger_is_let_in_and_told_her_return_code_once(
        self, client: Client, shown: Shown
    ) -> None:
        (code,) = codes_of(make_batch(shown.offer))
        assert "I accept the terms" in text(client.get("/redeem/"))
        page = text(client.post("/redeem/", {"code": code.lower(), "accept_terms": "on"}))
        found = re.search(r'class="code">([^<]+)<', page)
        assert found
        assert found[1] not in text(client.get("/tickets/"))
        assert "River" in text(client.get("/tickets/"))
        other = Client()
        answer = other.post("/return/", {"code": found[1]})
        assert answer["Location"] == "/tickets/"
        assert "River" in text(other.get("/tickets/"))

    def test_not_without_the_terms(self, client: Client, shown: Shown) -> None:
        (code,) = codes_of(make_batch(shown.offer))
        page = text(client.post("/redeem/", {"code": code}))
        assert "Please accept our terms" in page
        assert code in page  # she need not type it again
        assert not Ticket.objects.exists()

    def test_logged_in_she_is_led_to_the_film(self, seated: Client, shown: Shown) -> None:
        (code,) = codes_of(make_batch(shown.offer))
        assert "I accept the terms" not in text(seated.get("/redeem/"))
        answer = seated.post("/redeem/", {"code": code})
        assert answer["Location"] == f"/watch/{shown.screening.public_id}/"

    def test_of_several_screenings_one_is_chosen(
        self, seated: Client, shown: Shown, now: datetime
    ) -> None:
        second = an_offer(shown.screening, opens=now)
        (code,) = codes_of(make_batch(shown.offer, second))
        page = text(seated.post("/redeem/", {"code": code}))
        assert f'<option value="{second.public_id}">' in page
        seated.post("/redeem/", {"code": code, "offer": second.public_id})
        assert Ticket.objects.get().offer == second

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "not one of ours"), ("zh-CN", "没有这个代码")]
    )
    def test_a_wrong_code_is_said_beside_it(
        self, client: Client, shown: Shown, language: str, words: str
    ) -> None:
        page = text(
            client.post(
                "/redeem/",
                {"code": "3" * 12, "accept_terms": "on"},
                headers={"Accept-Language": language},
            )
        )
        assert words in page

    def test_too_many_wrong_ones(self, client: Client, shown: Shown) -> None:
        for _ in range(30):
            client.post("/return/", {"code": "3" * 20})
        assert "wrong too often" in text(client.post("/return/", {"code": "3" * 20}))

    def test_a_link_brings_the_code_along(self, client: Client, db: None) -> None:
        assert 'value="3ACD"' in text(client.get("/redeem/?code=3ACD"))
        assert 'value="3ACD"' in text(client.get("/join/?code=3ACD"))


class TestJoin:
    def test_a_student_joins_without_an_address(self, client: Client, shown: Shown) -> None:
        booking = make_booking(for_others(shown, Audience.SCHOOL))
        page = client.get("/join/", headers=CHINESE)
        assert "我们不问姓名和邮箱" in text(page)
        page = client.post("/join/", {"code": booking.join_code, "accept_terms": "on"})
        assert "return code" in text(page)
        assert "no-store" in page["Cache-Control"]
        watch = text(client.get(f"/watch/{shown.screening.public_id}/"))
        assert "You can watch it until" in watch

    def test_a_full_booking(self, client: Client, shown: Shown) -> None:
        booking = make_booking(for_others(shown, Audience.SCHOOL), seats=1)
        Client().post("/join/", {"code": booking.join_code, "accept_terms": "on"})
        page = text(client.post("/join/", {"code": booking.join_code, "accept_terms": "on"}))
        assert "All the places of this booking are taken" in page


class TestMine:
    def test_a_ticket_is_given_back(self, seated: Client, viewer: User, shown: Shown) -> None:
        seated.post(f"/watch/{shown.screening.public_id}/ticket/")
        ticket = Ticket.objects.get()
        assert "Give this ticket back" in text(seated.get("/tickets/"))
        page = text(seated.post(f"/tickets/{ticket.public_id}/give-back/", follow=True))
        assert "given back" in page
        assert "You have no ticket yet" in page

    def test_a_used_one_is_not(
        self, seated: Client, viewer: User, shown: Shown, now: datetime
    ) -> None:
        ticket = Ticket.objects.create(
            offer=shown.offer,
            holder=viewer,
            origin="staff",
            issued_at=now,
            started_at=now,
        )
        assert "Give this ticket back" not in text(seated.get("/tickets/"))
        page = text(seated.post(f"/tickets/{ticket.public_id}/give-back/", follow=True))
        assert "has been started" in page

    def test_nobody_elses(self, seated: Client, shown: Shown, now: datetime) -> None:
        ticket = Ticket.objects.create(offer=shown.offer, origin="staff", issued_at=now)
        assert seated.post(f"/tickets/{ticket.public_id}/give-back/").status_code == 404

    def test_a_pass_and_what_it_opens(self, seated: Client, viewer: User, shown: Shown) -> None:
        offer = for_others(shown, Audience.PRESS)
        make_pass(make_pass_kind(shown.edition, audience=Audience.PRESS, most_tickets=3), viewer)
        page = text(seated.get("/tickets/"))
        assert "3 tickets in all" in page
        assert f"/tickets/take/{offer.public_id}/" in page
        page = text(seated.post(f"/tickets/take/{offer.public_id}/", follow=True))
        assert "The ticket is yours" in page
        assert f"/tickets/take/{offer.public_id}/" not in page

    def test_more_tickets_cost_no_more_queries(
        self, seated: Client, viewer: User, shown: Shown, now: datetime
    ) -> None:
        def hold(number: int) -> None:
            while Ticket.objects.count() < number:
                offer = an_offer(shown.screening, opens=now)
                Ticket.objects.create(offer=offer, holder=viewer, origin="staff", issued_at=now)

        hold(1)
        seated.get("/tickets/")
        with queries() as few:
            seated.get("/tickets/")
        hold(5)
        with queries() as many:
            seated.get("/tickets/")
        assert len(many) == len(few)

    def test_it_wants_somebody(self, client: Client, db: None) -> None:
        for path in ("/tickets/", "/accreditation/", "/bookings/"):
            assert client.get(path)["Location"].startswith("/accounts/login/")


class TestWatch:
    @pytest.mark.parametrize(("size", "words"), [(0, "Every ticket is taken"), (3, "Only a few")])
    def test_how_many_are_left_in_a_word(
        self, seated: Client, shown: Shown, size: int, words: str
    ) -> None:
        quota = Quota.objects.create(edition=shown.edition, name="all", size=size)
        quota.offers.add(shown.offer)
        page = text(seated.get(f"/watch/{shown.screening.public_id}/"))
        assert words in page
        assert ("Take a free ticket" in page) == (size > 0)

    def test_sold_out_between_page_and_button(self, seated: Client, shown: Shown) -> None:
        quota = Quota.objects.create(edition=shown.edition, name="all", size=0)
        quota.offers.add(shown.offer)
        page = seated.post(f"/watch/{shown.screening.public_id}/ticket/", follow=True)
        assert "Some are given back" in text(page)

    def test_an_accreditation_has_its_button(
        self, seated: Client, viewer: User, shown: Shown
    ) -> None:
        Offer.objects.filter(pk=shown.offer.pk).update(free_tickets=False)
        press = for_others(shown, Audience.PRESS)
        accredit(viewer, shown.edition)
        seated.post(f"/watch/{shown.screening.public_id}/ticket/")
        assert Ticket.objects.get().offer == press

    def test_a_code_for_the_desk(self, client: Client, shown: Shown) -> None:
        path = f"/watch/{shown.screening.public_id}/"
        assert f"{path}support-code/" in text(client.get(path))
        page = text(client.post(f"{path}support-code/"))
        made = SupportCode.objects.get()
        assert made.code in page.replace("-", "")


def test_accreditation_is_applied_for(seated: Client, viewer: User, shown: Shown) -> None:
    body = {"edition": shown.edition.slug, "kind": "press", "statement": "A weekly in Lyon."}
    page = text(seated.post("/accreditation/", body, follow=True))
    assert "We are looking at it" in page
    assert Accreditation.objects.get().user == viewer
    assert "applied for this already" in text(seated.post("/accreditation/", body))


class TestBookings:
    def test_who_books_for_nobody_is_told_how_to(self, seated: Client, shown: Shown) -> None:
        assert "Please write to us with your id" in text(seated.get("/bookings/"))

    def test_places_are_booked_and_the_code_is_shown(
        self, seated: Client, viewer: User, shown: Shown
    ) -> None:
        offer, organisation = for_others(shown, Audience.SCHOOL), make_organisation(viewer)
        body = {
            "organisation": organisation.public_id,
            "offer": offer.public_id,
            "mode": "individual",
            "seats": 40,
        }
        page = text(seated.post("/bookings/", body, follow=True))
        booking = Booking.objects.get()
        assert "0 of 40 places are taken" in page
        assert booking.join_code in page.replace("-", "")
        page = text(seated.post(f"/bookings/{booking.public_id}/cancel/", follow=True))
        assert "There is no booking yet" in page

    def test_more_than_there_are(self, seated: Client, viewer: User, shown: Shown) -> None:
        offer, organisation = for_others(shown, Audience.SCHOOL), make_organisation(viewer)
        quota = Quota.objects.create(edition=shown.edition, name="schools", size=3)
        quota.offers.add(offer)
        body = {
            "organisation": organisation.public_id,
            "offer": offer.public_id,
            "mode": "individual",
            "seats": 4,
        }
        assert "not so many seats left" in text(seated.post("/bookings/", body))

    def test_of_a_room_the_headcount_is_told(
        self, seated: Client, viewer: User, shown: Shown
    ) -> None:
        booking = make_booking(
            for_others(shown, Audience.SCHOOL),
            mode=BookingMode.ROOM,
            organisation=make_organisation(viewer),
        )
        page = text(seated.get("/bookings/"))
        assert "How many came?" in page
        assert booking.join_code not in page.replace("-", "")
        seated.post(f"/bookings/{booking.public_id}/headcount/", {"headcount": 61})
        booking.refresh_from_db()
        assert booking.headcount == 61

    def test_a_booking_of_others_is_not_there(self, seated: Client, shown: Shown) -> None:
        booking = make_booking(for_others(shown, Audience.SCHOOL))
        for act in ("cancel", "headcount"):
            answer = seated.post(f"/bookings/{booking.public_id}/{act}/", {"headcount": 1})
            assert answer.status_code == 404


def test_pages_of_a_hidden_screening_say_nothing(
    seated: Client, viewer: User, shown: Shown, now: datetime
) -> None:
    """Whoever has a ticket to a film that was hidden is not told its title here."""
    Ticket.objects.create(offer=shown.offer, holder=viewer, origin="staff", issued_at=now)
    assert "River" in text(seated.get("/tickets/"))
    shown.film.visibility = "hidden"
    shown.film.save()
    assert "River" not in text(seated.get("/tickets/"))
