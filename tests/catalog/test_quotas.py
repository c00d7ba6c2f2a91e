"""What takes a seat, what gives it back, and what the public is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import AuditEntry, User
from catalog import services
from catalog.models import (
    Booking,
    BookingMode,
    Ticket,
    TicketOrigin,
    Voucher,
    VoucherBatch,
)
from catalog.services.claims import Claim
from catalog.services.quotas import Availability, in_a_word
from catalog.troubles import NotEnoughSeats
from tests.catalog.rows import (
    client_of,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.catalog.seats import (
    codes_of,
    left,
    make_batch,
    make_booking,
    make_quota,
    school_offer,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class TestTaken:
    """Of ten seats, how many are left."""

    def test_nothing_limits_what_has_no_quota_or_one_without_a_size(self) -> None:
        offer = make_offer(make_screening())
        assert left(offer) is None
        make_quota(offer, size=None)
        assert left(offer) is None

    @pytest.mark.parametrize(
        ("fields", "seats"),
        [
            ({}, 9),
            ({"started_at": True}, 9),
            ({"revoked_at": True}, 10),
            ({"released_at": True}, 10),
        ],
    )
    def test_a_ticket_takes_one_until_it_is_gone(self, fields: dict[str, Any], seats: int) -> None:
        offer, now = make_offer(make_screening()), real_now()
        make_quota(offer, size=10)
        make_ticket(offer, make_user(), **dict.fromkeys(fields, now))
        assert left(offer) == seats

    @pytest.mark.parametrize(
        ("issued", "fields", "seats"),
        [
            (-5 * DAY, {}, 9),  # the unlock waits for the opening, a day ago
            (-5 * DAY, {"unlock": timedelta(hours=20)}, 10),
            (-timedelta(hours=1), {"unlock": timedelta(hours=20)}, 9),
            (-5 * DAY, {"unlock": timedelta(hours=20), "started": True}, 9),
            (-5 * DAY, {"unlock": timedelta(hours=20), "extended": True}, 9),
        ],
    )
    def test_an_unused_one_frees_its_seat_when_its_time_to_start_is_over(
        self, issued: timedelta, fields: dict[str, Any], seats: int
    ) -> None:
        now = real_now()
        offer = make_offer(make_screening(), unlock=fields.get("unlock"))
        make_quota(offer, size=10)
        make_ticket(
            offer,
            make_user(),
            issued_at=now + issued,
            started_at=now - DAY if fields.get("started") else None,
            extended_until=now + DAY if fields.get("extended") else None,
        )
        assert left(offer, at=now) == seats

    def test_after_the_closing_only_used_ones_count(self) -> None:
        offer = make_offer(make_screening(), opens=real_now() - 9 * DAY)
        make_quota(offer, size=10)
        make_ticket(offer, make_user())
        make_ticket(offer, make_user(), started_at=real_now())
        assert left(offer) == 9

    def test_erasing_a_person_keeps_the_seat(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        make_quota(offer, size=10)
        make_ticket(offer, user)
        user.delete()
        assert left(offer) == 9

    def test_a_booking_stands_for_its_tickets(self) -> None:
        offer = school_offer()
        make_quota(offer, size=10)
        booking = make_booking(offer, seats=4)
        make_ticket(offer, make_user(), booking=booking)
        assert left(offer) == 6

    def test_a_cancelled_booking_leaves_the_places_that_were_taken(self) -> None:
        offer = school_offer()
        make_quota(offer, size=10)
        booking = make_booking(offer, seats=4)
        make_ticket(offer, make_user(), booking=booking)
        services.cancel(booking=booking, now=real_now())
        assert left(offer) == 9

    def test_of_a_room_its_headcount_is_reckoned_once_it_is_told(self) -> None:
        offer = school_offer()
        make_quota(offer, size=10)
        booking = make_booking(offer, seats=4, mode=BookingMode.ROOM)
        assert left(offer) == 6
        services.tell_headcount(booking=booking, headcount=7)
        assert left(offer) == 3

    def test_vouchers_that_reserve_keep_their_unused_uses_free(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=10)
        batch = make_batch(offer, number=2, max_uses=3, reserves_seats=True)
        assert left(offer) == 4
        voucher = Voucher.objects.get(code=codes_of(batch)[0])
        make_ticket(offer, make_user(), voucher=voucher)
        assert left(offer) == 4
        services.revoke_voucher(voucher=voucher, now=real_now(), what_it_gave=False)
        assert left(offer) == 6  # its one ticket stays

    def test_vouchers_that_do_not_reserve_take_nothing(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=10)
        make_batch(offer, number=20)
        assert left(offer) == 10

    def test_reserved_seats_are_free_after_the_validity(self) -> None:
        offer, now = make_offer(make_screening()), real_now()
        make_quota(offer, size=10)
        make_batch(offer, number=2, reserves_seats=True, validity=(now, now + DAY))
        assert (left(offer), left(offer, at=now + DAY)) == (8, 10)

    def test_a_voucher_for_two_offers_of_one_quota_reserves_one_seat(self) -> None:
        screening = make_screening()
        first, second = make_offer(screening), make_offer(screening)
        make_quota(first, second, size=10)
        make_batch(first, second, number=1, reserves_seats=True)
        assert left(first) == 9

    def test_the_tightest_quota_counts(self) -> None:
        screening = make_screening()
        public, press = make_offer(screening), make_offer(screening, audience="press")
        make_quota(public, press, size=10)
        make_quota(press, size=3)
        make_ticket(public, make_user())
        assert (left(public), left(press)) == (9, 3)


def test_seats_of_many_offers_are_one_query() -> None:
    screening = make_screening()
    offers = [make_offer(screening) for _ in range(5)]
    for offer in offers:
        make_quota(offer, size=4)
    make_quota(*offers, size=300)
    for some in (offers[:1], offers):
        with CaptureQueriesContext(connection) as captured:
            found = services.seats_left(offers=some, now=real_now())
        assert len(captured) == 1
        assert found == {offer.pk: 4 for offer in some}


@pytest.mark.parametrize(
    ("seats", "size", "word"),
    [
        (0, 300, Availability.SOLD_OUT),
        (-3, 300, Availability.SOLD_OUT),
        (30, 300, Availability.FEW),
        (31, 300, Availability.PLENTY),
        (5, 20, Availability.FEW),
        (6, 20, Availability.PLENTY),
        (2, 2, Availability.FEW),
    ],
)
def test_the_public_is_told_a_word(seats: int, size: int, word: Availability) -> None:
    assert in_a_word(left=seats, size=size) == word


def test_the_word_over_the_api() -> None:
    offer = make_offer(make_screening())
    path = f"/api/v1/offers/{offer.public_id}/availability/"
    assert client_of().get(path).json() == {"availability": "plenty"}
    make_quota(offer, size=1)
    assert client_of().get(path).json() == {"availability": "few"}
    make_ticket(offer, make_user())
    assert client_of().get(path).json() == {"availability": "sold_out"}


class TestApi:
    def test_staff_make_and_change_a_quota_and_the_log_says_so(self) -> None:
        offer, staff = make_offer(make_screening()), client_of(make_user("programmer"))
        slug = offer.screening.edition.slug
        body = {"edition": slug, "name": "River", "size": 300, "offers": [offer.public_id]}
        made = staff.post("/api/v1/quotas/", body)
        assert made.status_code == 201, made.json()
        assert (made.json()["taken"], made.json()["left"]) == (0, 300)
        make_ticket(offer, make_user())
        path = f"/api/v1/quotas/{made.json()['id']}/"
        changed = staff.put(path, {"name": "River", "size": 1, "offers": [offer.public_id]})
        assert (changed.json()["taken"], changed.json()["left"]) == (1, 0)
        assert staff.get(path).json() == changed.json()
        listed = staff.get(f"/api/v1/quotas/?edition={slug}").json()["results"]
        assert listed == [changed.json()]
        first, second = AuditEntry.objects.order_by("pk")
        assert (first.action, second.action) == ("created", "changed")
        assert (second.before, second.after) == ({"size": 300}, {"size": 1})

    @pytest.mark.parametrize("roles", [(), ("filmmaker",)])
    def test_numbers_are_for_staff(self, roles: tuple[str, ...]) -> None:
        quota = make_quota(make_offer(make_screening()))
        client = client_of(make_user(*roles))
        assert client.get(f"/api/v1/quotas/{quota.public_id}/").status_code == 403
        assert client.get("/api/v1/quotas/?edition=x").status_code == 403


class Seats(RuleBasedStateMachine):
    """Tickets, bookings and vouchers in any order, beside a model that adds on its fingers."""

    SIZE = 6

    @initialize()
    def an_offer(self) -> None:
        self.now = real_now()
        self.offer = school_offer()
        make_quota(self.offer, size=self.SIZE)
        self.users: list[User] = []
        self.tickets: list[Ticket] = []
        self.bookings: list[Booking] = []
        self.batches: list[VoucherBatch] = []
        self.taken = 0

    def agree(self) -> None:
        assert left(self.offer, at=self.now) == self.SIZE - self.taken

    @rule()
    def issue(self) -> None:
        def ask() -> Ticket:
            claim = Claim(origin=TicketOrigin.STAFF)
            return services.issue(offer=self.offer, holder=make_user(), claim=claim, now=self.now)

        if self.taken < self.SIZE:
            self.tickets.append(ask())
            self.taken += 1
        else:
            with pytest.raises(services.TicketRefused) as refused:
                ask()
            assert [r.reason for r in refused.value.denied.reasons] == ["sold_out"]
        self.agree()

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), how=st.sampled_from(["release", "revoke"]))
    def lose(self, data: Any, how: str) -> None:
        ticket = self.tickets.pop(data.draw(st.integers(0, len(self.tickets) - 1)))
        if how == "release":
            services.release(ticket=ticket, now=self.now)
        else:
            services.revoke(tickets=Ticket.objects.filter(pk=ticket.pk), now=self.now)
        self.taken -= 1
        self.agree()

    @rule(seats=st.integers(1, 3))
    def book(self, seats: int) -> None:
        lecturer = make_user()
        from_whom = make_booking(school_offer()).organisation
        try:
            made = services.book(
                organisation=from_whom,
                offer=self.offer,
                mode=BookingMode.INDIVIDUAL,
                seats=seats,
                by=lecturer,
                now=self.now,
            )
        except NotEnoughSeats:
            assert self.taken + seats > self.SIZE
        else:
            assert self.taken + seats <= self.SIZE
            self.bookings.append(made)
            self.taken += seats
        self.agree()

    @precondition(lambda self: self.bookings)
    @rule()
    def cancel(self) -> None:
        booking = self.bookings.pop()
        services.cancel(booking=booking, now=self.now)
        self.taken -= booking.seats
        self.agree()

    @rule(number=st.integers(1, 3))
    def reserve(self, number: int) -> None:
        try:
            made = make_batch(self.offer, number=number, reserves_seats=True, now=self.now)
        except NotEnoughSeats:
            assert self.taken + number > self.SIZE
        else:
            assert self.taken + number <= self.SIZE
            self.batches.append(made)
            self.taken += number
        self.agree()

    @precondition(lambda self: self.batches)
    @rule()
    def redeem(self) -> None:
        """A reserved seat becomes a taken one, also where everything is sold out."""
        batch = self.batches.pop()
        visitor = services.Visitor(user=make_user(), terms_version="")
        code = codes_of(batch)[0]
        services.redeem(typed=code, visitor=visitor, now=self.now)
        self.agree()

    @precondition(lambda self: self.batches)
    @rule()
    def revoke_batch(self) -> None:
        batch = self.batches.pop()
        by = make_user("admin")
        services.revoke_batch(batch=batch, by=by, now=self.now, what_it_gave=False)
        self.taken -= Voucher.objects.filter(batch=batch).count()
        self.agree()


class TestAgainstAModel(TestCase):
    """Each run in a transaction that is rolled back."""

    def test_seats_are_what_a_model_says(self) -> None:
        run_state_machine_as_test(
            Seats,
            settings=settings(
                max_examples=10,
                stateful_step_count=10,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
