"""The session engine: rows that nobody can log in with, and that end at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import LoginSession, User, digest_of
from accounts.services import forget_expired
from accounts.sessions import SessionStore
from tests.accounts.stored import everything_stored
from tests.accounts.visitors import by_app, by_page, person

pytestmark = pytest.mark.django_db


def kept(**values: Any) -> SessionStore:
    store = SessionStore()
    store.update(values)
    store.create()
    return store


def key_of(store: SessionStore) -> str:
    assert store.session_key
    return store.session_key


class TestStore:
    def test_what_is_kept_is_found_by_the_key(self) -> None:
        assert SessionStore(key_of(kept(film="river")))["film"] == "river"

    def test_a_change_is_kept(self) -> None:
        key = key_of(kept(film="river"))
        again = SessionStore(key)
        again["film"] = "lake"
        again.save()
        assert SessionStore(key)["film"] == "lake"
        assert LoginSession.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "short", "k" * 32])
    def test_an_unknown_key_is_an_empty_session_of_another_key(self, key: str) -> None:
        store = SessionStore(key)
        assert list(store.keys()) == []
        assert not SessionStore().exists(key)
        assert store.session_key != key

    def test_nobody_chooses_her_own_key(self) -> None:
        """Else it could be planted in somebody's browser before she logs in."""
        store = SessionStore("k" * 32)
        store["film"] = "river"
        store.save()
        assert store.session_key != "k" * 32

    def test_a_deleted_one_is_gone_and_stays_so(self) -> None:
        first = kept(film="river")
        slow = SessionStore(key_of(first))
        assert slow["film"] == "river"
        first.delete()
        slow["film"] = "lake"
        with pytest.raises(UpdateError):
            slow.save()
        assert not LoginSession.objects.exists()

    def test_a_new_key_takes_the_data_along(self) -> None:
        store = kept(film="river")
        old = key_of(store)
        store.cycle_key()
        assert SessionStore(key_of(store))["film"] == "river"
        assert list(SessionStore(old).keys()) == []

    def test_an_expired_one_is_empty(self) -> None:
        key = key_of(kept(film="river"))
        LoginSession.objects.update(expires_at=datetime.now(tz=UTC) - timedelta(seconds=1))
        assert list(SessionStore(key).keys()) == []

    def test_the_expired_are_forgotten_and_no_others(self) -> None:
        stays, goes = kept(film="river"), kept(film="lake")
        LoginSession.objects.filter(digest=digest_of(key_of(goes))).update(
            expires_at=datetime.now(tz=UTC) - timedelta(days=1)
        )
        forget_expired(now=datetime.now(tz=UTC))
        assert list(LoginSession.objects.values_list("digest", flat=True)) == [
            digest_of(key_of(stays))
        ]

    def test_is_no_stranger_to_djangos_command(self) -> None:
        kept()
        LoginSession.objects.update(expires_at=datetime.now(tz=UTC) - timedelta(days=1))
        SessionStore.clear_expired()
        assert not LoginSession.objects.exists()


class TestRow:
    def test_holds_neither_key_nor_token(self) -> None:
        """Whoever reads the database cannot log in with what stands in it."""
        user = person()
        browser, token = by_page(user), by_app(user)["X-Session-Token"]
        rows = everything_stored()
        assert browser.cookies["sessionid"].value not in rows
        assert token not in rows
        assert digest_of(token) in rows

    def test_opens_nothing(self) -> None:
        by_app(user := person())
        digest = LoginSession.objects.get(user=user).digest
        asked = {"X-Session-Token": digest}
        assert Client().get("/api/v1/account/", headers=asked).status_code == 401

    @pytest.mark.parametrize(
        ("agent", "device"),
        [
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", "phone"),
            ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile", "phone"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "computer"),
            ("", "computer"),
        ],
    )
    def test_knows_a_coarse_kind_of_device_and_the_day(self, agent: str, device: str) -> None:
        by_page(user := person(), HTTP_USER_AGENT=agent, REMOTE_ADDR="198.51.100.23")
        row = LoginSession.objects.get(user=user)
        today = datetime.now(tz=UTC).date()
        assert (row.device, row.since, row.seen) == (device, today, today)
        rows = everything_stored()
        assert "198.51.100.23" not in rows
        assert not agent or agent not in rows

    def test_of_an_app_says_so(self) -> None:
        by_app(user := person())
        assert LoginSession.objects.get(user=user).device == "app"

    def test_of_a_visitor_names_nobody(self) -> None:
        Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
        row = LoginSession.objects.get()
        assert (row.user, row.since, row.device) == (None, None, "")

    def test_keeps_the_day_of_the_log_in_and_moves_the_last_day(self) -> None:
        browser = by_page(user := person())
        LoginSession.objects.filter(user=user).update(seen=date(2026, 1, 1))
        browser.get("/account/")
        row = LoginSession.objects.get(user=user)
        assert row.seen == row.since == datetime.now(tz=UTC).date()

    def test_is_written_once_a_day(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        key = key_of(kept(film="river"))
        LoginSession.objects.update(seen=date(2026, 1, 1))
        with django_assert_num_queries(2):
            assert SessionStore(key)["film"] == "river"
        with django_assert_num_queries(1):
            assert SessionStore(key)["film"] == "river"

    def test_goes_with_its_person(self) -> None:
        by_page(user := person())
        User.objects.get(pk=user.pk).delete()
        assert not LoginSession.objects.exists()


def test_a_forged_row_is_empty(settings: Settings) -> None:
    """What stands in it is signed."""
    key = key_of(kept(film="river"))
    settings.SECRET_KEY = "another" * 8
    assert SessionStore(key).get("film") is None
