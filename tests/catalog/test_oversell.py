"""A cap that three audiences share, asked for by more people than there are seats, all at once.

Over HTTP, with the server as the platform starts it. The control runs the same without locks.
"""

import asyncio
from collections import Counter
from pathlib import Path

import httpx
import pytest

from accounts.models import ConfirmedBy, User
from catalog.models import Accreditation, AccreditationState, Audience, Offer, Pass, Ticket
from tests.catalog.rows import make_offer, make_screening, real_now
from tests.catalog.seats import make_pass_kind, make_quota
from tests.served import served, tokens

SEATS, PEOPLE = 300, 510
Asking = list[tuple[str, Offer]]  # a session's token, and what its person wants


def people(number: int) -> list[User]:
    made = [User(password="!", confirmed_by=ConfirmedBy.STAFF) for _ in range(number)]
    return User.objects.bulk_create(made)


def everybody() -> Asking:
    """Three offers to one screening, and people with a right to each; one quota over all."""
    screening, now = make_screening(), real_now()
    public = make_offer(screening)
    press = make_offer(screening, audience=Audience.PRESS)
    school = make_offer(screening, audience=Audience.SCHOOL)
    make_quota(public, press, school, size=SEATS)
    edition = screening.edition
    users = people(PEOPLE)
    kind = make_pass_kind(edition, audience=Audience.SCHOOL)
    Accreditation.objects.bulk_create(
        Accreditation(
            user=user,
            edition=edition,
            kind="press",
            state=AccreditationState.APPROVED,
            applied_at=now,
            decided_at=now,
        )
        for user in users[1::3]
    )
    Pass.objects.bulk_create(Pass(kind=kind, holder=user, issued_at=now) for user in users[2::3])
    wanted = [public, press, school] * (PEOPLE // 3)
    return list(zip(tokens(users), wanted, strict=True))


async def ask(url: str, asking: Asking) -> list[httpx.Response]:
    """Send every request before the first is answered."""
    limits = httpx.Limits(max_connections=len(asking))
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120) as client:
        calls = [
            client.post(
                f"/api/v1/offers/{offer.public_id}/tickets/",
                json={},
                headers={"X-Session-Token": token},
            )
            for token, offer in asking
        ]
        return await asyncio.gather(*calls)


def rush(directory: Path, application: str) -> Counter[tuple[int, str]]:
    """What everybody was answered."""
    asking = everybody()
    with served(directory, application=application) as url:
        answers = asyncio.run(ask(url, asking))
    codes = Counter(
        (a.status_code, "" if a.is_success else a.json()["reasons"][0]["code"]) for a in answers
    )
    assert codes.total() == PEOPLE >= 500
    return codes


@pytest.mark.django_db(transaction=True)
def test_exactly_as_many_tickets_as_seats(tmp_path: Path) -> None:
    codes = rush(tmp_path, "vod.wsgi:application")
    assert codes == {(201, ""): SEATS, (403, "sold_out"): PEOPLE - SEATS}
    assert Ticket.objects.count() == SEATS
    by_audience = Counter(Ticket.objects.values_list("offer__audience", flat=True))
    assert set(by_audience) == {"public", "press", "school"}


@pytest.mark.django_db(transaction=True)
def test_without_locks_it_oversells(tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    codes = rush(tmp_path, "tests.catalog.without_locks:application")
    assert codes[201, ""] == Ticket.objects.count() > SEATS
