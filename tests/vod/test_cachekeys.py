"""What stands in Valkey: read there, with the client that anybody with access to it has."""

import pytest
import redis
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from vod.cachekeys import hashed_key

ADDRESS, EMAIL = "198.51.100.23", "somebody@example.org"


def keys_in_valkey() -> set[str]:
    with redis.Redis.from_url(configured.CACHE_URL) as valkey:
        return {key.decode() for key in valkey.scan_iter()}


@pytest.mark.django_db
def test_a_failed_log_in_leaves_no_address_in_the_cache() -> None:
    before = keys_in_valkey()
    failed = Client().post(
        "/_allauth/app/v1/auth/login",
        {"email": EMAIL, "password": "wrong-" * 3},
        content_type="application/json",
        REMOTE_ADDR=ADDRESS,
    )
    assert failed.status_code == 400
    left = keys_in_valkey() - before
    assert left, "nothing counts the attempts"
    for key in left:
        assert len(key) == 64, key
        assert set(key) <= set("0123456789abcdef"), key
    with redis.Redis.from_url(configured.CACHE_URL) as valkey:
        for key in left:
            value = valkey.get(key)
            assert isinstance(value, bytes)
            assert ADDRESS.encode() not in value
            assert EMAIL.encode() not in value


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


def test_nobody_can_guess_them_without_the_servers_secret(settings: Settings) -> None:
    """There are only four thousand million addresses to try."""
    ours = hashed_key("198.51.100.23", "p", 1)
    settings.SECRET_KEY = "another"
    assert hashed_key("198.51.100.23", "p", 1) != ours


def test_the_cache_works_through_them() -> None:
    cache.set("greeting", "你好", 60)
    assert cache.get("greeting") == "你好"
    assert not any("greeting" in key for key in keys_in_valkey())
