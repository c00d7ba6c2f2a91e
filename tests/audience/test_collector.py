"""POST /play/TOKEN/cmcd: what is kept of a player's reports, and what is not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.catalog.rows import real_now
from tests.playback.rows import make_show
from vod.audience import sql
from vod.audience.cmcd import LONGEST_BODY, MEDIA_TYPE
from vod.audience.models import Event, Viewing
from vod.playback import services as playback
from vod.playback.models import PlaybackSession
from vod.playback.tokens import new_token

pytestmark = pytest.mark.django_db
NOW_MS = 1_764_000_000_000
AGENT = "Mozilla/5.0 (X11; Canary) Firefox/150"


def lines(*extra: str, count: int = 2) -> str:
    told = [f'e=ps,sta=p,ts={NOW_MS + at * 1000},v=2,br=(900),sid="canary"' for at in range(count)]
    return "\n".join([*told, *extra])


def report(token: str, body: str, **headers: str) -> Any:
    client = Client(headers={"User-Agent": AGENT, **headers}, REMOTE_ADDR="203.0.113.77")
    return client.post(f"/play/{token}/cmcd", body, content_type=MEDIA_TYPE)


@pytest.fixture
def token() -> str:
    return make_show().begin().token


def test_events_are_filed_in_one_statement_and_bad_lines_counted(
    token: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = report(token, lines("nonsense", count=20))
    assert (answer.status_code, answer.json()) == (200, {"malformed": 1})
    assert Event.objects.filter(state="p", kbps=900).count() == 20
    first, last = Event.objects.order_by("pk")[0], Event.objects.order_by("-pk")[0]
    assert last.moment_ms - first.moment_ms == 19_000
    assert Viewing.objects.get().day == PlaybackSession.objects.get().started_at.date()


def test_nothing_kept_leads_to_the_viewer(token: str) -> None:
    report(token, lines())
    session = PlaybackSession.objects.get()
    session.refresh_from_db()
    kept = serializers.serialize("json", [*Viewing.objects.all(), *Event.objects.all()])
    fields = {name for row in json.loads(kept) for name in row["fields"]}
    assert fields == {
        *("name", "screening", "day", "lines"),
        *("viewing", "kind", "state", "moment_ms", "kbps", "startup_ms", "stalled_ms"),
    }
    name = bytes(Viewing.objects.get().name).hex()
    for secret in (token, session.public_id, session.token_hash, "canary", "203.0.113", "Firefox"):
        assert secret not in kept
        assert name not in secret


def test_batches_of_a_session_are_filed_together_and_the_last_may_come_late(token: str) -> None:
    report(token, lines())
    playback.end(token=token, now=real_now())
    assert report(token, lines()).status_code == 200
    assert Viewing.objects.get().events.count() == 4


def test_an_unknown_token_is_unknown(token: str) -> None:
    answer = report(new_token(), lines())
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_session")


@pytest.mark.parametrize(
    ("body", "media_type", "status", "code"),
    [
        ("nonsense", MEDIA_TYPE, 400, "malformed"),
        ("\n", MEDIA_TYPE, 400, "malformed"),
        ("x" * (LONGEST_BODY + 1), MEDIA_TYPE, 413, "too_long"),
        ("{}", "application/json", 415, "unsupported_media_type"),
    ],
)
def test_what_are_no_reports_is_refused(
    token: str, body: str, media_type: str, status: int, code: str
) -> None:
    answer = Client().post(f"/play/{token}/cmcd", body, content_type=media_type)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not Event.objects.exists()


def test_a_session_reports_no_more_than_one_plays(token: str) -> None:
    for _ in range(sql.BURST // 100):
        assert report(token, lines(count=100)).status_code == 200
    refused = report(token, lines(count=100))
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_reports")
    assert int(refused["Retry-After"]) > 0
    assert Event.objects.count() == sql.BURST
    ago = real_now() - timedelta(seconds=110)
    PlaybackSession.objects.update(started_at=ago)
    assert report(token, lines(count=100)).status_code == 200


def test_clocks_that_are_years_wrong_are_put_in_order(token: str) -> None:
    report(token, f"e=t,ts=5,v=2\ne=t,ts=1005,v=2\ne=t,ts={2**42},v=2")
    first, second, far = Event.objects.order_by("pk").values_list("moment_ms", flat=True)
    assert (second - first) % sql.WEEK_MS == 1000
    assert 0 <= far < sql.WEEK_MS
