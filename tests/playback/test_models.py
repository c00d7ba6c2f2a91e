"""What a playback session holds, and what it must not."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import Settings

from tests.catalog import test_places
from tests.catalog.rows import client_of
from tests.playback.rows import make_show
from vod.playback.models import PlaybackSession, Progress

pytestmark = pytest.mark.django_db
AGENT = "Tell-Tale/7.0 (Viewer's own machine)"


def test_its_columns_are_these_and_no_others() -> None:
    """A new one is to be thought about here: sessions say who watched what, and when."""
    assert {
        model.__name__: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_app_config("playback").get_models()
    } == {
        "PlaybackSession": {
            *("id", "public_id", "token_hash"),
            *("user_id", "screening_id", "trailer_id", "ticket_id", "in_room"),
            *("started_at", "seated_at", "granted_until", "lease_until"),
            *("ended_at", "end_reason", "country"),
            *("watch_after_seconds", "served_periods", "metered_until"),
            *("at_item_id", "position_seconds"),
        },
        "SessionItem": {"id", "session_id", "item_id", "publication_id", "position"},
        "Progress": {
            *("id", "ticket_id", "item_id", "position_seconds"),
            *("served_periods", "served_seconds", "saved_at", "expires_at"),
        },
        "StaffView": {"id", "film_id", "viewer", "role", "at"},
        "SessionTrace": {"id", "mark", "sealed", "expires_on"},
    }


def test_what_a_heartbeat_changes_is_in_no_index() -> None:
    """So that PostgreSQL writes the row alone (HOT), into room that is kept free in its page."""
    changing = {
        *("lease_until", "granted_until", "seated_at", "country", "metered_until"),
        *("served_periods", "at_item_id", "position_seconds", "saved_at", "expires_at"),
    }
    with connection.cursor() as cursor:
        for model in (PlaybackSession, Progress):
            table = model._meta.db_table
            constraints = connection.introspection.get_constraints(cursor, table).values()
            indexed = {name for one in constraints if one["index"] for name in one["columns"]}
            assert indexed & changing == set()
            cursor.execute("SELECT reloptions FROM pg_class WHERE relname = %s", [table])
            assert cursor.fetchone() == (["fillfactor=70"],)


def test_neither_address_nor_user_agent_nor_token_reaches_the_database(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "places.mmdb"
    test_places.write(path, test_places.RECORDS)
    settings.PLACE_DATABASE = str(path)
    show = make_show(territory_rule="allow", territories=["DE"])
    client = client_of(show.viewer)
    known: dict[str, Any] = {"REMOTE_ADDR": test_places.GERMAN, "HTTP_USER_AGENT": AGENT}
    begun = client.post(show.path, **known)
    assert begun.status_code == 201
    token = begun.json()["manifest_url"].split("/")[-2]
    assert client.get(f"/play/{token}/key/{show.secret_id}/0", **known).status_code == 200
    assert client.post(f"/play/{token}/heartbeat", **known).status_code == 200

    session = PlaybackSession.objects.values().get()
    assert session["country"] == "DE"
    rows = everything_stored()
    assert session["public_id"] in rows
    for secret in (test_places.GERMAN, AGENT, token):
        assert secret not in rows

    assert client.post(f"/play/{token}/end").status_code == 204
    assert PlaybackSession.objects.get().country == ""


def everything_stored() -> str:
    """Every row of every table, as PostgreSQL writes it."""
    rows: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the schema
            rows += (row for (row,) in cursor.fetchall())
    return "\n".join(rows)
