"""Organisations book; students join without an address or a name, and nobody is told who came."""

import json
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.audit import naming_of
from accounts.models import AuditEntry, ConfirmedBy, User
from catalog import services
from catalog.models import (
    Audience,
    Booking,
    EditionState,
    Offer,
    Organisation,
    Ticket,
    TicketOrigin,
)
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_user,
    real_now,
)
from tests.catalog.seats import left, make_booking, make_organisation, make_quota, school_offer
from tests.catalog.test_tickets_api import at_once, take

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JOIN = "/api/v1/bookings/join/"


def book(lecturer: User, organisation: Organisation, offer: Offer, **body: Any) -> Any:
    path = f"/api/v1/organisations/{organisation.public_id}/bookings/"
    return client_of(lecturer).post(path, {"offer": offer.public_id, "seats": 3} | body)


def join(code: str, client: APIClient | None = None) -> Any:
    return (client or APIClient()).post(JOIN, {"code": code, "accept_terms": True})


def problem(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


class TestOrganisations:
    def test_staff_enter_one_and_who_may_book_for_it(self) -> None:
        staff, lecturer = client_of(make_user("programmer")), make_user()
        made = staff.post("/api/v1/organisations/", {"name": "A university", "country": "FR"})
        assert made.status_code == 201
        path = f"/api/v1/organisations/{made.json()['id']}/members/"
        assert staff.post(path, {"user": lecturer.public_id}).status_code == 204
        mine = client_of(lecturer).get("/api/v1/organisations/").json()["results"]
        assert mine == [made.json()]
        assert staff.delete(f"{path}{lecturer.public_id}/").status_code == 204
        assert client_of(lecturer).get("/api/v1/organisations/").json()["results"] == []
        created, added, removed = AuditEntry.objects.order_by("pk")
        assert [e.action for e in (created, added, removed)] == ["created", "created", "deleted"]
        assert naming_of(added) == {"member": lecturer.public_id}

    def test_nobody_else_does(self) -> None:
        organisation, client = make_organisation(), client_of(make_user("filmmaker"))
        members = f"/api/v1/organisations/{organisation.public_id}/members/"
        assert client.post("/api/v1/organisations/", {"name": "Mine"}).status_code == 403
        assert client.post(members, {"user": "x"}).status_code == 403
        assert client.delete(f"{members}x/").status_code == 403
        assert client.get("/api/v1/organisations/").json()["results"] == []


class TestBook:
    def test_places_are_kept_from_now_on(self) -> None:
        offer, lecturer = school_offer(), make_user()
        make_quota(offer, size=40)
        answer = book(lecturer, make_organisation(lecturer), offer, seats=40)
        assert answer.status_code == 201, answer.json()
        assert (answer.json()["seats"], answer.json()["taken"]) == (40, 0)
        assert left(offer) == 0

    def test_no_more_than_there_are(self) -> None:
        offer, lecturer = school_offer(), make_user()
        make_quota(offer, size=2)
        answer = book(lecturer, make_organisation(lecturer), offer)
        assert problem(answer) == (409, "not_enough_seats")
        assert not Booking.objects.exists()

    @pytest.mark.parametrize("what", ["public", "over", "closed edition"])
    def test_only_what_is_offered_to_schools(self, what: str) -> None:
        edition = make_edition(EditionState.CLOSED if what == "closed edition" else "open")
        offer = make_offer(
            make_screening(edition=edition),
            audience=Audience.PUBLIC if what == "public" else Audience.SCHOOL,
            opens=real_now() - (9 * DAY if what == "over" else DAY),
        )
        lecturer = make_user()
        assert book(lecturer, make_organisation(lecturer), offer).status_code == 404

    def test_only_for_ones_own_organisation(self) -> None:
        offer, lecturer = school_offer(), make_user()
        make_organisation(lecturer)
        assert book(lecturer, make_organisation(), offer).status_code == 404
        assert book(make_user("admin"), make_organisation(), offer).status_code == 404

    def test_a_room_has_one_ticket_and_a_headcount(self) -> None:
        offer, lecturer = school_offer(), make_user()
        make_quota(offer, size=100)
        made = book(lecturer, make_organisation(lecturer), offer, mode="room", seats=80).json()
        assert made["join_code"] == ""
        ticket = Ticket.objects.get()
        assert (ticket.holder, ticket.origin) == (lecturer, TicketOrigin.BOOKING)
        assert left(offer) == 20
        path = f"/api/v1/bookings/{made['id']}/"
        told = client_of(lecturer).patch(path, {"headcount": 61})
        assert told.json()["headcount"] == 61
        assert left(offer) == 39
        code = Booking.objects.get().join_code
        assert problem(join(code)) == (409, "booking_of_room")

    def test_a_headcount_is_of_rooms(self) -> None:
        lecturer = make_user()
        booking = make_booking(school_offer(), organisation=make_organisation(lecturer))
        path = f"/api/v1/bookings/{booking.public_id}/"
        assert problem(client_of(lecturer).patch(path, {"headcount": 3})) == (
            409,
            "booking_of_room",
        )

    def test_cancelled_it_frees_what_nobody_took(self) -> None:
        offer, lecturer = school_offer(), make_user()
        make_quota(offer, size=10)
        booking = make_booking(offer, seats=4, organisation=make_organisation(lecturer))
        student = APIClient()
        join(booking.join_code, student)
        path = f"/api/v1/bookings/{booking.public_id}/"
        assert client_of(lecturer).delete(path).status_code == 204
        assert left(offer) == 9
        assert problem(join(booking.join_code)) == (404, "code_unknown")
        assert len(student.get("/api/v1/tickets/").json()["results"]) == 1
        assert client_of(lecturer).get(path).status_code == 404

    def test_a_booking_of_others_is_not_there(self) -> None:
        path = f"/api/v1/bookings/{make_booking(school_offer()).public_id}/"
        for user in (make_user(), make_user("admin")):
            client = client_of(user)
            assert client.get(path).status_code == 404
            assert client.delete(path).status_code == 404
            assert client.patch(path, {"headcount": 1}).status_code == 404

    def test_a_list_costs_no_more_queries_for_more_rows(
        self, django_assert_num_queries: Any
    ) -> None:
        lecturer = make_user()
        organisation = make_organisation(lecturer)
        client = client_of(lecturer)
        for rows in (1, 5):
            while Booking.objects.count() < rows:
                make_booking(school_offer(), organisation=organisation)
            with django_assert_num_queries(1):  # bookings
                assert len(client.get("/api/v1/bookings/").json()["results"]) == rows


class TestJoin:
    def test_a_student_needs_no_address_and_no_name(self) -> None:
        booking, browser = make_booking(school_offer()), APIClient()
        answer = join(booking.join_code.lower(), browser)
        assert answer.status_code == 201, answer.json()
        ticket = Ticket.objects.get()
        assert (ticket.booking, ticket.origin) == (booking, TicketOrigin.BOOKING)
        assert ticket.holder is not None
        assert (ticket.holder.email, ticket.holder.confirmed_by) == (
            None,
            ConfirmedBy.ORGANISATION,
        )
        screening = booking.offer.screening.public_id
        assert browser.get(f"/api/v1/screenings/{screening}/").json()["access"]["granted"]

    def test_the_same_browser_has_the_same_place(self) -> None:
        booking, browser = make_booking(school_offer(), seats=1), APIClient()
        first = join(booking.join_code, browser).json()
        csrf = browser.cookies["csrftoken"].value
        again = browser.post(
            JOIN, {"code": booking.join_code}, headers={"X-CSRFToken": csrf}
        ).json()
        assert again == first | {"return_code": ""}
        assert User.objects.filter(confirmed_by=ConfirmedBy.ORGANISATION).count() == 1

    def test_by_the_return_code_she_has_it_elsewhere(self) -> None:
        booking, other = make_booking(school_offer(), seats=1), APIClient()
        code = join(booking.join_code).json()["return_code"]
        assert other.post("/api/v1/return/", {"code": code}).status_code == 204
        assert len(other.get("/api/v1/tickets/").json()["results"]) == 1

    def test_no_more_than_were_booked(self) -> None:
        booking = make_booking(school_offer(), seats=2)
        assert [join(booking.join_code).status_code for _ in range(2)] == [201, 201]
        before = User.objects.count()
        assert problem(join(booking.join_code)) == (409, "booking_full")
        assert User.objects.count() == before

    def test_a_place_given_back_is_free(self) -> None:
        booking, browser = make_booking(school_offer(), seats=1), APIClient()
        ticket = join(booking.join_code, browser).json()["ticket"]["id"]
        csrf = {"X-CSRFToken": browser.cookies["csrftoken"].value}
        assert browser.delete(f"/api/v1/tickets/{ticket}/", headers=csrf).status_code == 204
        assert join(booking.join_code).status_code == 201

    def test_not_without_the_terms(self) -> None:
        booking = make_booking(school_offer())
        answer = APIClient().post(JOIN, {"code": booking.join_code})
        assert problem(answer) == (400, "terms_not_accepted")

    def test_a_booked_place_is_there_when_all_others_are_gone(self) -> None:
        offer = school_offer()
        make_quota(offer, size=2)
        booking = make_booking(offer, seats=2)
        assert left(offer) == 0
        assert join(booking.join_code).status_code == 201

    def test_an_account_with_an_address_may_join_too(self) -> None:
        booking, user = make_booking(school_offer()), make_user(confirmed=False)
        assert join(booking.join_code, client_of(user)).json()["return_code"] == ""
        assert User.objects.get(pk=user.pk).confirmed_by == ConfirmedBy.ORGANISATION
        assert take(booking.offer, user).status_code == 200


def test_neither_lecturer_nor_staff_are_told_who_came() -> None:
    """Every answer they can get about it has a number, and nothing of a ticket or a person."""
    lecturer = make_user()
    booking = make_booking(school_offer(), seats=3, organisation=make_organisation(lecturer))
    for _ in range(2):
        join(booking.join_code)
    students = User.objects.filter(confirmed_by=ConfirmedBy.ORGANISATION)
    secrets = [user.public_id for user in students]
    secrets += list(Ticket.objects.values_list("public_id", flat=True))
    slug = booking.offer.screening.edition.slug
    paths = [
        "/api/v1/bookings/",
        f"/api/v1/bookings/{booking.public_id}/",
        "/api/v1/tickets/",
        f"/api/v1/quotas/?edition={slug}",
        f"/api/v1/voucher-batches/?edition={slug}",
        "/api/v1/organisations/",
        "/api/v1/accreditations/applications/",
        *(f"/api/v1/tickets/{known}/" for known in secrets),
    ]
    for asker in (lecturer, make_user("programmer"), make_user("admin")):
        client = client_of(asker)
        said = [json.dumps(client.get(path).json()) for path in paths]
        assert not [secret for secret in secrets if secret in "".join(said)]
    mine = client_of(lecturer).get(paths[1]).json()
    assert (mine["seats"], mine["taken"]) == (3, 2)


@pytest.mark.django_db(transaction=True)
def test_joined_at_once_no_more_come_in_than_were_booked() -> None:
    booking = make_booking(school_offer(), seats=3)
    answers = at_once(*[lambda: join(booking.join_code).status_code] * 8)
    assert sorted(answers) == [201] * 3 + [409] * 5
    assert Ticket.objects.count() == 3
    assert services.bookings_of(make_user(), now=real_now()).count() == 0
