"""`/healthz` and `/readyz`: each part that fails is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from psycopg import sql
from pytest_django import Settings

from infra.local.processes import free_port


def readyz() -> tuple[int, dict[str, Any]]:
    response = Client().get("/readyz")
    return response.status_code, response.json()


def test_healthz_asks_nobody() -> None:
    """Without `django_db` a query would fail the test."""
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_is_ok() -> None:
    assert readyz() == (200, {"status": "ok", "failing": []})


@pytest.mark.django_db
def test_a_store_without_our_bucket(settings: Settings) -> None:
    settings.BUCKET_RENDITIONS = "nobody-made-this"
    assert readyz() == (503, {"status": "failing", "failing": ["store"]})


@pytest.mark.django_db
def test_a_cache_that_is_gone(settings: Settings) -> None:
    gone = f"redis://127.0.0.1:{free_port()}/1"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": gone}}
    assert readyz() == (503, {"status": "failing", "failing": ["cache"]})
    caches.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone() -> None:
    with connected_to(PORT=str(free_port())):
        assert readyz() == (503, {"status": "failing", "failing": ["database", "chinese_search"]})
    assert readyz()[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_in_which_chinese_cannot_be_searched() -> None:
    """Made under locale C: its trigrams of Chinese are empty, and nothing says so."""
    name = f"{connection.settings_dict['NAME']}_locale_c"
    with database_of_locale_c(name), connected_to(NAME=name):
        assert readyz() == (503, {"status": "failing", "failing": ["chinese_search"]})
    assert readyz()[0] == 200


@contextmanager
def connected_to(**changes: str) -> Iterator[None]:
    """Django's connection is opened anew, to somewhere else."""
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = before | changes
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


@contextmanager
def database_of_locale_c(name: str) -> Iterator[None]:
    here = connection.get_connection_params()
    known = {key: here[key] for key in ("host", "port", "user", "password")}
    database = sql.Identifier(name)
    with psycopg.connect(**known, dbname="vod", autocommit=True) as outside:
        outside.execute(
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' "
                "LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc"
            ).format(database)
        )
        try:
            with psycopg.connect(**known, dbname=name, autocommit=True) as inside:
                inside.execute("CREATE EXTENSION pg_trgm")
            yield
        finally:
            outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))
