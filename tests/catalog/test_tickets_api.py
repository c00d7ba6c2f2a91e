"""POST /api/v1/offers/{id}/tickets/: free registration."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from catalog import services
from catalog.models import EditionState, Offer, Ticket, TicketOrigin
from catalog.services import locks
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from tests.catalog.seats import make_quota

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def take(offer: Offer, user: User | None) -> Any:
    return client_of(user).post(f"/api/v1/offers/{offer.public_id}/tickets/")


def client_of_known(user: User) -> APIClient:
    """Her client, with all of her row loaded: as authentication has it."""
    client = APIClient()
    client.force_authenticate(user)
    return client


def refused(offer: Offer, user: User) -> list[str]:
    response = take(offer, user)
    problem = response.json()
    assert response.status_code == 403, problem
    assert problem["code"] == "ticket_refused"
    assert problem["detail"] == problem["reasons"][0]["message"]
    assert not Ticket.objects.filter(holder=user, revoked_at=None).exists()
    return [reason["code"] for reason in problem["reasons"]]


def test_a_ticket_is_issued_once() -> None:
    offer, user = make_offer(make_screening()), make_user()
    first, second = take(offer, user), take(offer, user)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    ticket = Ticket.objects.get()
    assert first.json()["id"] == ticket.public_id
    assert first.json()["offer"] == offer.public_id
    assert (ticket.holder, ticket.origin) == (user, TicketOrigin.REGISTRATION)


def test_it_may_be_taken_before_the_opening() -> None:
    screening = make_screening(edition=make_edition(EditionState.ANNOUNCED))
    assert take(make_offer(screening, opens=real_now() + DAY), make_user()).status_code == 201


def test_a_ticket_one_has_already_is_given_even_after_the_closing() -> None:
    offer, user = make_offer(make_screening(), opens=real_now() - 9 * DAY), make_user()
    ticket = make_ticket(offer, user)
    assert take(offer, user).json()["id"] == ticket.public_id


def test_nobody_is_logged_in() -> None:
    assert take(make_offer(make_screening()), None).status_code in {401, 403}


class TestRefused:
    def test_not_free(self) -> None:
        offer = make_offer(make_screening(), free_tickets=False)
        assert refused(offer, make_user()) == ["no_ticket"]

    def test_unconfirmed(self) -> None:
        assert refused(make_offer(make_screening()), make_user(confirmed=False)) == ["unconfirmed"]

    def test_closed(self) -> None:
        offer = make_offer(make_screening(), opens=real_now() - 9 * DAY)
        assert refused(offer, make_user()) == ["closed"]

    def test_edition_closed(self) -> None:
        offer = make_offer(make_screening(edition=make_edition(EditionState.CLOSED)))
        assert refused(offer, make_user()) == ["edition_not_open"]

    def test_after_a_revocation(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        make_ticket(offer, user, revoked_at=real_now())
        assert refused(offer, user) == ["ticket_revoked"]

    def test_sold_out(self) -> None:
        offer = make_offer(make_screening())
        make_quota(offer, size=1)
        make_ticket(offer, make_user())
        assert refused(offer, make_user()) == ["sold_out"]

    def test_with_every_reason(self) -> None:
        offer = make_offer(make_screening(), opens=real_now() - 9 * DAY)
        make_quota(offer, size=0)
        assert refused(offer, make_user(confirmed=False)) == ["unconfirmed", "closed", "sold_out"]


def test_who_has_a_ticket_to_what_is_sold_out_is_given_it() -> None:
    offer, user = make_offer(make_screening()), make_user()
    make_quota(offer, size=1)
    first, second = take(offer, user), take(offer, user)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


class TestMine:
    def test_only_her_own_are_listed_and_shown(self) -> None:
        offer, user, other = make_offer(make_screening()), make_user(), make_user()
        ticket, hers = make_ticket(offer, user), make_ticket(offer, other)
        client = client_of(user)
        listed = client.get("/api/v1/tickets/").json()["results"]
        assert [row["id"] for row in listed] == [ticket.public_id]
        assert listed[0]["screening"] == offer.screening.public_id
        assert client.get(f"/api/v1/tickets/{ticket.public_id}/").json() == listed[0]
        assert client.get(f"/api/v1/tickets/{hers.public_id}/").status_code == 404
        assert client.delete(f"/api/v1/tickets/{hers.public_id}/").status_code == 404

    def test_a_list_costs_no_more_queries_for_more_rows(
        self, django_assert_num_queries: Any
    ) -> None:
        user = make_user()
        for rows in (1, 5):
            while Ticket.objects.count() < rows:
                make_ticket(make_offer(make_screening()), user)
            with django_assert_num_queries(1):  # tickets
                assert len(client_of_known(user).get("/api/v1/tickets/").json()["results"]) == rows

    def test_staff_have_no_list_and_see_nobody_elses(self) -> None:
        ticket = make_ticket(make_offer(make_screening()), make_user())
        staff = client_of(make_user("admin"))
        assert staff.get("/api/v1/tickets/").json()["results"] == []
        assert staff.get(f"/api/v1/tickets/{ticket.public_id}/").status_code == 404

    def test_given_back_it_is_gone_and_its_seat_is_free(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        make_quota(offer, size=1)
        ticket = take(offer, user).json()["id"]
        assert client_of(user).delete(f"/api/v1/tickets/{ticket}/").status_code == 204
        assert client_of(user).get("/api/v1/tickets/").json()["results"] == []
        screening = client_of(user).get(f"/api/v1/screenings/{offer.screening.public_id}/").json()
        assert not screening["access"]["granted"]
        assert take(offer, make_user()).status_code == 201

    def test_once_used_it_is_kept(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        ticket = make_ticket(offer, user, started_at=real_now())
        answer = client_of(user).delete(f"/api/v1/tickets/{ticket.public_id}/")
        assert (answer.status_code, answer.json()["code"]) == (409, "ticket_in_use")

    def test_what_was_given_back_does_not_start(self) -> None:
        """A stream that ran when its ticket was given back has no ticket to start."""
        ticket = make_ticket(make_offer(make_screening()), make_user(), released_at=real_now())
        assert not services.start_watch_period(ticket_id=ticket.pk, now=real_now())


class TestByStaff:
    def test_a_ticket_is_revoked_by_its_id(self) -> None:
        offer, user = make_offer(make_screening()), make_user()
        ticket = make_ticket(offer, user)
        path = f"/api/v1/tickets/{ticket.public_id}/revoke/"
        assert client_of(user).post(path).status_code == 403
        assert client_of(make_user("programmer")).post(path).status_code == 204
        assert refused(offer, user) == ["ticket_revoked"]

    def test_a_ticket_is_extended_and_never_shortened(self) -> None:
        ticket = make_ticket(make_offer(make_screening()), make_user())
        path, staff = f"/api/v1/tickets/{ticket.public_id}/extend/", client_of(make_user("admin"))
        later = real_now() + 3 * DAY
        for until in (later, later - DAY):
            assert staff.post(path, {"until": until.isoformat()}).status_code == 204
        ticket.refresh_from_db()
        assert ticket.extended_until == later
        assert client_of(make_user()).post(path, {"until": later}).status_code == 403


class TestInvisible:
    def test_an_offer_to_others_does_not_exist(self) -> None:
        offer = make_offer(make_screening(), audience="press")
        assert take(offer, make_user()).status_code == 404

    def test_an_offer_of_a_draft_does_not_exist(self) -> None:
        offer = make_offer(make_screening(edition=make_edition(EditionState.DRAFT)))
        assert take(offer, make_user()).status_code == 404


def at_once(*calls: Any) -> list[Any]:
    """Results of calls that start together, each in a thread with a connection of its own."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = calls[index]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limited", [False, True])
def test_a_ticket_costs_five_statements_and_one_commit(*, limited: bool) -> None:
    """All that the request runs, but for finding out who asks. The last tells its holder."""
    offer, user = make_offer(make_screening()), make_user()
    if limited:
        make_quota(offer, size=9)
        make_quota(offer, size=99)
    client = client_of_known(user)
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(f"/api/v1/offers/{offer.public_id}/tickets/")
    assert answer.status_code == 201
    ran = [query["sql"].split(maxsplit=1)[0] for query in captured.captured_queries]
    assert ran == ["SELECT", "BEGIN", "SELECT", "SELECT", "INSERT", "INSERT", "COMMIT"]


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_the_last_seat_is_given_once(self) -> None:
        offer, now = make_offer(make_screening()), real_now()
        make_quota(offer, size=1)
        users = [make_user() for _ in range(8)]

        def take_one(user: User) -> bool:
            return bool(take(offer, user).status_code == 201)

        given = at_once(*[lambda user=user: take_one(user) for user in users])
        assert sorted(given) == [False] * 7 + [True]
        assert Ticket.objects.filter(issued_at__gte=now).count() == 1

    def test_who_waits_too_long_is_asked_to_come_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """503, not an error: PostgreSQL's lock_timeout ends the wait."""
        monkeypatch.setattr(locks, "PATIENCE", "50ms")
        offer, user = make_offer(make_screening()), make_user()
        quota = make_quota(offer, size=5)
        held, done = threading.Event(), threading.Event()

        def hold() -> None:
            with transaction.atomic():
                locks.take(keys=[locks.key(locks.Kind.QUOTA, quota.pk)])
                held.set()
                done.wait(timeout=30)

        def ask() -> Any:
            held.wait(timeout=30)
            answer = take(offer, user)
            done.set()
            return answer

        _, answer = at_once(hold, ask)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer["Retry-After"]
        assert not Ticket.objects.exists()

    def test_tickets_taken_at_once_are_one(self) -> None:
        offer, user, now = make_offer(make_screening()), make_user(), real_now()

        def take_mine() -> Ticket:
            return services.take_ticket(
                offer=Offer.objects.get(pk=offer.pk), user=User.objects.get(pk=user.pk), now=now
            )

        tickets = at_once(*[take_mine] * 8)
        assert len({ticket.pk for ticket in tickets}) == 1
        assert Ticket.objects.count() == 1

    def test_the_watch_period_starts_once(self) -> None:
        ticket, now = make_ticket(make_offer(make_screening()), make_user()), real_now()
        moments = [now + timedelta(seconds=second) for second in range(8)]

        def start(moment: datetime) -> bool:
            return services.start_watch_period(ticket_id=ticket.pk, now=moment)

        began = at_once(*[lambda moment=moment: start(moment) for moment in moments])
        assert sorted(began) == [False] * 7 + [True]
        ticket.refresh_from_db()
        assert ticket.started_at == moments[began.index(True)]
