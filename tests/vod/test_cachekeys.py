"""What stands in Valkey: read there, with the client that anybody with access to it has."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from vod import cachekeys
from vod.cachekeys import hashed_key

ADDRESS, EMAIL = "198.51.100.23", "somebody@example.org"
API = "/_allauth/app/v1/"


@pytest.fixture
def valkey() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(configured.CACHE_URL) as client:
        yield client


def keys_in_valkey() -> set[str]:
    with redis.Redis.from_url(configured.CACHE_URL) as valkey:
        return {key.decode() for key in valkey.scan_iter() if not key.startswith(b"cachekeys/")}


def everything_in_valkey() -> bytes:
    """Every key and value of every database of the server, as bytes."""
    server = urlsplit(configured.CACHE_URL)
    found = []
    for number in range(16):
        with redis.Redis(host=server.hostname or "", port=server.port or 0, db=number) as valkey:
            found += [key + b"=" + (valkey.dump(key) or b"") for key in valkey.scan_iter()]
    return b"\n".join(found)


@pytest.mark.django_db
def test_no_act_of_logging_in_leaves_an_address_in_valkey() -> None:
    before = keys_in_valkey()
    known = {"REMOTE_ADDR": ADDRESS, "content_type": "application/json"}
    client = Client()
    for act, body in (
        ("auth/login", {"email": EMAIL, "password": "wrong-" * 3}),
        ("auth/signup", {"email": EMAIL, "password": "correct horse battery"}),
        ("auth/code/request", {"email": EMAIL}),
        ("auth/password/request", {"email": EMAIL}),
    ):
        assert Client().post(API + act, body, **known).status_code in {200, 400, 401}  # type: ignore[arg-type]
    client.post("/accounts/login/", {"login": EMAIL, "password": "wrong"}, REMOTE_ADDR=ADDRESS)
    left = keys_in_valkey() - before
    assert len(left) > 5, "hardly anything counts the attempts"
    for key in left:
        assert len(key) == 64, key
        assert set(key) <= set("0123456789abcdef"), key
    everything = everything_in_valkey()
    for word in (ADDRESS, EMAIL, "somebody", "198.51"):
        assert word.encode() not in everything


def test_the_scan_would_find_one(valkey: redis.Redis) -> None:
    """The control of the test above."""
    valkey.set("leak", f"limits for {ADDRESS}", ex=60)
    try:
        assert ADDRESS.encode() in everything_in_valkey()
    finally:
        valkey.delete("leak")


@pytest.mark.django_db
def test_the_attempts_of_an_address_are_counted_all_the_same(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}

    def attempt(address: str, email: str) -> int:
        client = Client(REMOTE_ADDR=address)
        body = {"email": email, "password": "wrong-" * 3}
        return client.post(
            "/_allauth/app/v1/auth/login", body, content_type="application/json"
        ).status_code

    answers = [attempt(ADDRESS, f"somebody{n}@example.org") for n in range(4)]
    assert answers == [400, 400, 400, 429]
    assert attempt("203.0.113.99", "someone.else@example.org") == 400


def test_keys_differ_as_what_they_stand_for_does() -> None:
    keys = {
        hashed_key("a", "p", 1),
        hashed_key("b", "p", 1),
        hashed_key("a", "q", 1),
        hashed_key("a", "p", 2),
    }
    assert len(keys) == 4
    assert hashed_key("a", "p", 1) in keys


def test_the_servers_secret_does_not_help_to_guess_them(settings: Settings) -> None:
    """There are only four thousand million addresses to try."""
    ours = hashed_key(ADDRESS, "p", 1)
    settings.SECRET_KEY = "another"
    assert hashed_key(ADDRESS, "p", 1) == ours


class TestSecret:
    @pytest.fixture(autouse=True)
    def _own_days(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Days that no process has lived through, so that nobody else's keys are touched."""
        self.now = 40_000 * cachekeys.DAY_SECONDS + 100
        monkeypatch.setattr("vod.cachekeys.time.time", lambda: self.now)
        yield
        with redis.Redis.from_url(configured.CACHE_URL) as valkey:
            for day in (40_000, 40_001):
                valkey.delete(f"cachekeys/{day}")
        cachekeys._secret.cache_clear()

    def another_process(self) -> bytes:
        cachekeys._secret.cache_clear()
        return cachekeys.todays_secret()

    def test_is_the_same_in_all_processes(self) -> None:
        assert cachekeys.todays_secret() == self.another_process()

    def test_is_another_one_the_next_day(self) -> None:
        today = cachekeys.todays_secret()
        self.now += cachekeys.DAY_SECONDS
        assert cachekeys.todays_secret() != today

    def test_is_gone_two_days_later(self, valkey: redis.Redis) -> None:
        cachekeys.todays_secret()
        left = valkey.ttl("cachekeys/40000")
        assert isinstance(left, int)
        assert 0 < left <= 2 * cachekeys.DAY_SECONDS

    def test_processes_agree_again_soon_after_valkey_lost_its_memory(
        self, valkey: redis.Redis
    ) -> None:
        cachekeys.todays_secret()
        valkey.delete("cachekeys/40000")
        made_by_another = self.another_process()
        self.now += cachekeys.TRUSTED_SECONDS
        assert cachekeys.todays_secret() == made_by_another

    def test_is_never_written_to_disk(self, valkey: redis.Redis) -> None:
        assert valkey.config_get("save") == {"save": ""}
        assert valkey.config_get("appendonly") == {"appendonly": "no"}


def test_the_cache_works_through_them() -> None:
    cache.set("greeting", "你好", 60)
    assert cache.get("greeting") == "你好"
    assert not any("greeting" in key for key in keys_in_valkey())
