"""Idempotency-Key: a request that is sent again gives the answer it gave, and creates nothing."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from catalog.models import Edition, EditionState, FilmVersion, Offer, Ticket
from tests.catalog.rows import (
    client_of,
    make_edition,
    make_offer,
    make_screening,
    make_user,
    make_version,
)
from transcoding.models import Master
from vod.conventions import idempotency, sealing
from vod.conventions.models import KeptAnswer
from vod.tasks import forget_answers

pytestmark = pytest.mark.django_db


def new_key() -> str:
    return secrets.token_urlsafe(16)


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture
def offer() -> Offer:
    return make_offer(make_screening())


@pytest.fixture
def user() -> User:
    return make_user()


def take(offer: Offer, user: User | None, key: str, body: Any = None) -> Any:
    url = f"/api/v1/offers/{offer.public_id}/tickets/"
    return client_of(user).post(url, body, headers={"Idempotency-Key": key})


def upload(version: FilmVersion, user: User, key: str, size: int) -> Any:
    url = f"/api/v1/versions/{version.public_id}/uploads/"
    return client_of(user).post(url, {"size": size}, headers={"Idempotency-Key": key})


def code_of(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


class TestSentAgain:
    def test_it_gives_status_body_and_type_as_before(
        self, offer: Offer, user: User, key: str
    ) -> None:
        first, second = take(offer, user, key), take(offer, user, key)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.content == second.content
        assert first["Content-Type"] == second["Content-Type"]
        assert "Idempotency-Replayed" not in first
        assert second["Idempotency-Replayed"] == "true"

    def test_without_a_key_the_same_request_is_another(self, key: str) -> None:
        version, staff = make_version(), make_user("programmer")
        url = f"/api/v1/versions/{version.public_id}/uploads/"
        before = Master.objects.count()
        for _ in range(2):
            assert client_of(staff).post(url, {"size": 5}).status_code == 201
        assert Master.objects.count() == before + 2
        assert not KeptAnswer.objects.exists()

    def test_with_one_it_creates_once(self, key: str) -> None:
        version, staff = make_version(), make_user("programmer")
        before = Master.objects.count()
        ids = {upload(version, staff, key, 5).json()["id"] for _ in range(3)}
        assert len(ids) == 1
        assert Master.objects.count() == before + 1

    def test_another_person_with_the_same_key_is_answered_for_herself(
        self, offer: Offer, user: User, key: str
    ) -> None:
        other = make_user()
        assert take(offer, user, key).json()["id"] != take(offer, other, key).json()["id"]
        assert {ticket.holder for ticket in Ticket.objects.all()} == {user, other}

    def test_it_is_private(self, offer: Offer, user: User, key: str) -> None:
        take(offer, user, key)
        assert take(offer, user, key)["Cache-Control"] == "no-store"


class TestRefused:
    def test_another_body(self, key: str) -> None:
        version, staff = make_version(), make_user("programmer")
        assert upload(version, staff, key, 5).status_code == 201
        assert code_of(upload(version, staff, key, 6)) == (422, "idempotency_key_reused")

    def test_another_address(self, offer: Offer, user: User, key: str) -> None:
        take(offer, user, key)
        other = make_offer(make_screening())
        assert code_of(take(other, user, key)) == (422, "idempotency_key_reused")
        assert Ticket.objects.count() == 1

    @pytest.mark.parametrize("bad", ["", "1", "x" * 15, "x" * 256, "schlüssel-schlüssel-schlüssel"])
    def test_a_key_that_could_be_guessed(self, offer: Offer, user: User, bad: str) -> None:
        assert code_of(take(offer, user, bad)) == (400, "idempotency_key_invalid")
        assert not Ticket.objects.exists()

    def test_whoever_may_not_ask_at_all_leaves_no_row(self, offer: Offer, key: str) -> None:
        assert take(offer, None, key).status_code in {401, 403}
        assert not KeptAnswer.objects.exists()

    def test_a_refusal_is_not_kept_as_the_next_time_may_be_granted(
        self, user: User, key: str
    ) -> None:
        edition = make_edition(EditionState.CLOSED)
        offer = make_offer(make_screening(edition=edition))
        assert take(offer, user, key).status_code == 403
        assert not KeptAnswer.objects.exists()
        Edition.objects.update(state=EditionState.OPEN)
        assert take(offer, user, key).status_code == 201

    def test_where_a_second_one_is_no_second_thing_the_key_is_ignored(self, key: str) -> None:
        url = f"/api/v1/screenings/{make_screening().public_id}/playback/"
        response = client_of().post(url, {}, headers={"Idempotency-Key": "short"})
        assert code_of(response) == (403, "access_denied")


def statements(offer: Offer, user: User, key: str | None) -> list[str]:
    headers = {"Idempotency-Key": key} if key else {}
    url = f"/api/v1/offers/{offer.public_id}/tickets/"
    with CaptureQueriesContext(connection) as caught:
        assert client_of(user).post(url, headers=headers).status_code == 201
    return [query["sql"] for query in caught]


@pytest.mark.django_db(transaction=True)
def test_it_costs_two_statements_and_no_commit_of_its_own(key: str) -> None:
    offer = make_offer(make_screening())
    without = statements(offer, make_user(), None)
    with_key = statements(offer, make_user(), key)

    def real(sql: list[str]) -> list[str]:
        return [one for one in sql if not one.startswith(("BEGIN", "COMMIT", "SAVE", "RELEASE"))]

    assert len(real(with_key)) == len(real(without)) + 2
    assert with_key.count("COMMIT") == 1
    assert with_key[-1] == "COMMIT"


class TestKept:
    def test_a_row_leads_to_nobody_and_nothing(self, offer: Offer, user: User, key: str) -> None:
        answer = take(offer, user, key)
        row = KeptAnswer.objects.get()
        stored = bytes(row.name) + bytes(row.request) + bytes(row.answer)
        ids = {answer.json()["id"], offer.public_id, user.public_id, key, "offer", "tickets"}
        assert [one for one in ids if one.encode() in stored] == []
        assert {field.name for field in KeptAnswer._meta.get_fields()} == {
            "name",
            "request",
            "answer",
            "expires_at",
        }

    def test_it_tells_no_minute(self, offer: Offer, user: User, key: str) -> None:
        take(offer, user, key)
        expires = KeptAnswer.objects.get().expires_at
        assert (expires.minute, expires.second, expires.microsecond) == (0, 0, 0)

    def test_answers_of_one_kind_and_another_are_equally_long(self, user: User) -> None:
        take(make_offer(make_screening()), user, new_key())
        upload(make_version(), make_user("programmer"), new_key(), 5)
        lengths = {len(row.answer) for row in KeptAnswer.objects.all()}
        assert len(lengths) == 1

    def test_without_the_clients_key_the_servers_secret_opens_nothing(
        self, offer: Offer, user: User, key: str
    ) -> None:
        answer = take(offer, user, key)
        sealed = bytes(KeptAnswer.objects.get().answer)
        secret = settings.SECRET_KEY.encode()
        opened = sealing.open_answer(sealed, secret=secret, key=key)
        assert answer.json()["id"].encode() in opened
        with pytest.raises(sealing.Broken):
            sealing.open_answer(sealed, secret=secret, key=new_key())

    def test_for_a_day_and_then_forgotten(self, offer: Offer, user: User, key: str) -> None:
        take(offer, user, key)
        now = datetime.now(UTC)
        idempotency.forget_expired(now=now + timedelta(hours=24))
        assert KeptAnswer.objects.count() == 1
        KeptAnswer.objects.update(expires_at=now.replace(minute=0, second=0, microsecond=0))
        forget_answers()
        assert not KeptAnswer.objects.exists()
        assert any(
            entry["task"] == "vod.tasks.forget_answers"
            for entry in settings.CELERY_BEAT_SCHEDULE.values()
        )


class Request(threading.Thread):
    """A client of its own, with a connection of its own."""

    def __init__(self, offer: Offer, user: User, key: str) -> None:
        super().__init__()
        self.asked = (offer, user, key)
        self.response: Any = None

    def run(self) -> None:
        try:
            self.response = take(*self.asked)
        finally:
            connection.close()


@contextmanager
def held(offer: Offer) -> Iterator[None]:
    """Nobody can create a ticket for the offer meanwhile."""
    with transaction.atomic():
        Offer.objects.select_for_update().get(pk=offer.pk)
        yield


def wait_for_a_waiting_one() -> None:
    """Until a request waits for a lock; ends by the test's own time limit otherwise."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("no request came as far as the ticket")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_while_the_first_still_runs_the_second_is_told_so(self, key: str) -> None:
        offer, user = make_offer(make_screening()), make_user()
        first, second = Request(offer, user, key), Request(offer, user, key)
        with held(offer):
            first.start()
            wait_for_a_waiting_one()
            second.start()
            second.join()
        first.join()
        assert code_of(second.response) == (409, "idempotency_in_progress")
        assert first.response.status_code == 201
        again = take(offer, user, key)
        assert again.content == first.response.content
        assert again["Idempotency-Replayed"] == "true"

    def test_many_at_once_create_one(self, key: str) -> None:
        offer, user = make_offer(make_screening()), make_user()
        requests = [Request(offer, user, key) for _ in range(12)]
        for request in requests:
            request.start()
        for request in requests:
            request.join()
        fresh = [
            one.response
            for one in requests
            if one.response.status_code == 201 and "Idempotency-Replayed" not in one.response
        ]
        assert len(fresh) == 1
        assert {one.response.status_code for one in requests} <= {201, 409}
        assert Ticket.objects.count() == KeptAnswer.objects.count() == 1

    def test_whoever_is_overtaken_between_look_and_lock_gives_the_others_answer(
        self, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version, staff = make_version(), make_user("programmer")
        first = upload(version, staff, key, 5)
        masters = Master.objects.count()
        real, looks = idempotency._look, 0

        def too_early(asked: idempotency.Asked) -> Any:
            nonlocal looks
            looks += 1
            return None if looks == 1 else real(asked)

        monkeypatch.setattr(idempotency, "_look", too_early)
        second = upload(version, staff, key, 5)
        assert second.content == first.content
        assert Master.objects.count() == masters
        assert looks == 2
