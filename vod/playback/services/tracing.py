"""Traces of marked sessions: sealed when they begin, forgotten when nobody may ask any more."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from vod.playback.marks import AUDIENCES, new_mark
from vod.playback.models import SessionTrace
from vod.playback.tracing import Trace, seal


class Kept(NamedTuple):
    """A trace as it is kept."""

    mark: str
    sealed: bytes


def marked(
    *, audience: str, user: User, screening: str, items: Sequence[str], now: datetime
) -> str | None:
    """The mark of a session that begins, where its audience is shown one; it is kept sealed alone.

    `screening`, `items`: public ids. Without a public key of ours nobody can tell whose it is.
    """
    if audience not in AUDIENCES:
        return None
    mark = new_mark()
    if settings.TRACE_PUBLIC_KEY:
        _keep(mark, user=user, screening=screening, items=items, now=now)
    return mark


def _keep(mark: str, *, user: User, screening: str, items: Sequence[str], now: datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0).isoformat()
    trace = Trace(person=user.public_id, screening=screening, items=items, hour=hour)
    SessionTrace.objects.create(
        mark=mark,
        sealed=seal(trace, public_key=settings.TRACE_PUBLIC_KEY),
        expires_on=(now + timedelta(days=settings.TRACE_DAYS)).date(),
    )


def traces() -> Iterator[Kept]:
    """All of them, in no order that tells anything."""
    rows = SessionTrace.objects.order_by("pk").values_list("mark", "sealed")
    for mark, sealed in rows.iterator():
        yield Kept(mark=mark, sealed=bytes(sealed))


def traces_like(pattern: str) -> list[Kept]:
    """Those whose mark matches a regular expression."""
    rows = SessionTrace.objects.filter(mark__regex=pattern).order_by("pk")
    return [
        Kept(mark=mark, sealed=bytes(sealed)) for mark, sealed in rows.values_list("mark", "sealed")
    ]


def forget_traces(*, now: datetime) -> int:
    """Delete what has run out; how many. The rest is laid in the order of its random keys.

    In the order in which they came, rows would tell which of two sessions began first.
    """
    gone, _by_model = run_out(now).delete()
    with connection.cursor() as cursor:
        cursor.execute("CLUSTER playback_sessiontrace USING playback_sessiontrace_pkey")
    return gone


def run_out(now: datetime) -> QuerySet[SessionTrace]:
    """Traces by which nobody may be looked for any more."""
    return SessionTrace.objects.filter(expires_on__lt=now.date())
