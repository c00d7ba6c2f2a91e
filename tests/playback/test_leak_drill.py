"""A marked picture leads to its session with the offline key, and to nobody without it."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from catalog.models import Audience
from tests.catalog.rows import make_offer, make_ticket, make_user
from tests.playback.rows import Show, make_show
from tests.playback.services.acts import HOUR, NOW
from vod.playback import services
from vod.playback.marks import new_mark
from vod.playback.models import PlaybackSession, SessionTrace

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings: Settings, tmp_path: Path) -> Path:
    """The offline key; its public half is set."""
    path, said = tmp_path / "drawer" / "trace.key", io.StringIO()
    path.parent.mkdir()
    call_command("make_trace_key", str(path), stdout=said)
    settings.TRACE_PUBLIC_KEY = said.getvalue().strip().partition("=")[2]
    return path


def shown_to(show: Show, audience: Audience) -> str:
    """A stream for somebody new of that audience; its mark."""
    show.viewer = make_user()
    offer = show.offer
    if audience != Audience.PUBLIC:
        offer = make_offer(show.screening, audience=audience)
    make_ticket(offer, show.viewer)
    return show.begin(now=NOW).mark or ""


def traced(mark: str, key: Path, *, dump: Path | None = None) -> str:
    said = io.StringIO()
    call_command("trace", mark, key=key, dump=dump, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    "audience", [Audience.PRESS, Audience.JURY, Audience.INDUSTRY, Audience.STAFF]
)
def test_whoever_sees_films_before_others_is_found(key: Path, audience: Audience) -> None:
    show = make_show()
    mark = shown_to(show, audience)
    found = traced(mark, key)
    assert mark in found
    assert show.viewer.public_id in found
    assert show.screening.public_id in found
    assert show.item.public_id in found


def test_offline_too_and_with_a_letter_that_cannot_be_read(key: Path, tmp_path: Path) -> None:
    show = make_show()
    mark = shown_to(show, Audience.PRESS)
    dump = tmp_path / "traces.jsonl"
    call_command("export_traces", str(dump), stdout=io.StringIO())
    SessionTrace.objects.all().delete()
    assert show.viewer.public_id in traced(f"{mark[:2]}?{mark[3:]}".lower(), key, dump=dump)
    assert show.viewer.public_id not in dump.read_text()


def test_after_its_session_is_forgotten(key: Path) -> None:
    show = make_show()
    mark = shown_to(show, Audience.JURY)
    services.forget_ended(now=NOW + timedelta(days=3))
    services.forget_traces(now=NOW + timedelta(days=3))
    assert not PlaybackSession.objects.exists()
    assert show.viewer.public_id in traced(mark, key)


def test_the_public_is_not_traced(key: Path) -> None:
    assert shown_to(make_show(), Audience.PUBLIC) == ""
    assert not SessionTrace.objects.exists()
    with pytest.raises(CommandError, match="No trace"):
        traced(new_mark(), key)


def test_nobody_is_found_without_the_key(key: Path, tmp_path: Path) -> None:
    """All that stands in the trace's table, as a dump would have it."""
    show = make_show()
    mark = shown_to(show, Audience.PRESS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM playback_sessiontrace AS t")
        dumped = "".join(row for (row,) in cursor.fetchall())
    hidden = [show.viewer.public_id, show.screening.public_id, show.item.public_id]
    for word in [*hidden, *(word.encode().hex() for word in hidden), f"{NOW:%Y-%m-%d}"]:
        assert word not in dumped
    another = tmp_path / "another.key"
    call_command("make_trace_key", str(another), stdout=io.StringIO())
    with pytest.raises(CommandError, match="another key"):
        traced(mark, another)


def test_it_runs_out(key: Path, settings: Settings) -> None:
    shown_to(make_show(), Audience.PRESS)
    last = NOW + timedelta(days=settings.TRACE_DAYS)
    assert services.forget_traces(now=last) == 0
    assert services.forget_traces(now=last + 25 * HOUR) == 1
    assert not SessionTrace.objects.exists()


def test_rows_lie_in_no_order_that_tells_who_came_first(key: Path) -> None:
    for _ in range(6):
        shown_to(make_show(), Audience.PRESS)
    services.forget_traces(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM playback_sessiontrace ORDER BY ctid")
        lie = [pk for (pk,) in cursor.fetchall()]
    assert lie == sorted(lie)


def test_without_a_public_key_there_is_no_trace_and_a_warning(settings: Settings) -> None:
    settings.TRACE_PUBLIC_KEY = ""
    shown_to(make_show(), Audience.PRESS)
    assert not SessionTrace.objects.exists()
    warned = run_checks(include_deployment_checks=True)
    assert "playback.W001" in [one.id for one in warned]


def test_a_key_that_is_none_is_said_at_the_start(settings: Settings) -> None:
    settings.TRACE_PUBLIC_KEY = "c2hvcnQ="
    assert "playback.E002" in [one.id for one in run_checks()]


def test_a_key_is_never_written_over(key: Path) -> None:
    before = key.read_text()
    with pytest.raises(CommandError, match="there already"):
        call_command("make_trace_key", str(key))
    assert key.read_text() == before
    assert key.stat().st_mode & 0o077 == 0
