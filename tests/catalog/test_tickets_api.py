"""POST /api/v1/offers/{id}/tickets/: free registration."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from catalog import services
from catalog.models import EditionState, Offer, Ticket, TicketOrigin
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def take(offer: Offer, user: User | None) -> Any:
    return client_of(user).post(f"/api/v1/offers/{offer.public_id}/tickets/")


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
class TestRace:
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
