"""Keys and heartbeats: each decides anew, and keeps the session. Two statements, one commit."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from catalog.denials import AccessDenied
from catalog.statements import one_row
from catalog.verdict import Place
from transcoding import keys
from transcoding.schedule import GOP_SECONDS, GOPS_PER_SEGMENT
from vod.playback import sql
from vod.playback.metering import BURST, cost_of, meter
from vod.playback.models import EndReason
from vod.playback.periods import number_of
from vod.playback.refusals import OverTheMeter
from vod.playback.services import places
from vod.playback.services.deciding import free_until, verdict_of
from vod.playback.services.looking import (
    SecretSeen,
    Seen,
    look,
    look_for_heartbeat,
    look_for_key,
    look_for_stills,
    shortest_lease,
)

KEY_GRACE = timedelta(seconds=30)
SEGMENT_SECONDS = GOP_SECONDS * GOPS_PER_SEGMENT
A_MOMENT = timedelta(seconds=1)


class StreamDenied(AccessDenied):
    """The stream has to stop: its session is over with this."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a session may go on by. A trailer has no ticket and no windows."""

    until: datetime
    ticket_pk: int | None = None
    starts_watch_period: bool = False
    watch_until: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a heartbeat is told."""

    lease_until: datetime
    granted_until: datetime
    watch_until: datetime | None
    closes_at: datetime | None


def heartbeat(
    *, token: str, place: Place, now: datetime, item: str = "", position: int | None = None
) -> Kept:
    """Decide anew and keep the lease, and where the viewer is.

    Raises what is in `refusals`, `AccessDenied` where the named item can't be shown any more, and
    `StreamDenied`.
    """
    seen, named = look_for_heartbeat(token=token, item=item, now=now)
    at = named if item else seen.at_item_pk
    grant = granted(seen, item=at, place=place, now=now)
    values: dict[str, Any] = {"lease": shortest_lease()}
    statement = sql.KEEP
    if position is not None and at is not None and grant.ticket_pk is not None:
        statement = sql.KEEP_WITH_POSITION
        values |= {"item": at, "position": position}
    lease_until, until = _keep(seen, grant, statement, values, token=token, place=place, now=now)
    return Kept(
        lease_until=lease_until,
        granted_until=until,
        watch_until=grant.watch_until,
        closes_at=grant.closes_at,
    )


def period_key(*, token: str, secret: int, period: int, place: Place, now: datetime) -> bytes:
    """The key of a period, after deciding anew. Derived for this answer, stored nowhere.

    Raises what `heartbeat` does, and `OverTheMeter`.
    """
    seen, found = look_for_key(token=token, secret=secret, period=period, now=now)
    grant = granted(seen, item=found.item_pk, place=place, now=now)
    span = timedelta(seconds=found.segments * SEGMENT_SECONDS)
    metered = meter(paid_until=seen.metered_until, now=now, period=span, served=found.served)
    if not metered:
        raise OverTheMeter(metered.wait)
    values = _metered_values(span) | {"number": number_of(secret=secret, period=period)}
    statement = sql.KEEP_WITH_KEY
    if grant.starts_watch_period and not found.served and found.item_pk is not None:
        statement = sql.KEEP_AND_COUNT
        values |= {
            "item": found.item_pk,
            "seconds": round(span.total_seconds()),
            "enough": seen.watch_after_seconds,
        }
    _keep(seen, grant, statement, values, token=token, place=place, now=now)
    return keys.period_key(_unsealed(found), period=period)


def stills_key(*, token: str, secret: int, place: Place, now: datetime) -> bytes:
    """The key of the I-frames, after deciding anew. Looking for a place is not watching."""
    seen, found = look_for_stills(token=token, secret=secret, now=now)
    grant = granted(seen, item=found.item_pk, place=place, now=now)
    values = {"lease": shortest_lease()}
    _keep(seen, grant, sql.KEEP, values, token=token, place=place, now=now)
    return keys.stills_key(_unsealed(found))


def granted(seen: Seen, *, item: int | None, place: Place, now: datetime) -> Grant:
    """What it may go on by. A refusal ends the session, unless the block goes on without `item`.

    Raises `StreamDenied`, or `AccessDenied` for the item alone.
    """
    if seen.screening_pk is None:
        try:
            return Grant(until=free_until(seen, now=now))
        except AccessDenied as denied:
            _deny(seen, now=now)
            raise StreamDenied(denied.denied) from denied
    verdict = verdict_of(seen, item=item, place=place, now=now)
    if verdict:
        return Grant(
            until=verdict.until,
            ticket_pk=verdict.ticket_id,
            starts_watch_period=verdict.starts_watch_period,
            watch_until=verdict.watch_until,
            closes_at=verdict.closes_at,
        )
    if item is not None and verdict_of(seen, item=None, place=place, now=now):
        raise AccessDenied(verdict)
    _deny(seen, now=now)
    raise StreamDenied(verdict)


def _deny(seen: Seen, *, now: datetime) -> None:
    one_row(sql.END, {"session": seen.pk, "now": now, "reason": EndReason.DENIED.value})


def _keep(
    seen: Seen,
    grant: Grant,
    statement: str,
    values: Mapping[str, Any],
    *,
    token: str,
    place: Place,
    now: datetime,
) -> tuple[datetime, datetime]:
    """Renew the lease; until when it and the grant last."""
    whose = {
        "session": seen.pk,
        "ticket": grant.ticket_pk,
        "until": grant.until,
        "country": place.country or "",
        "now": now,
    }
    with _place(seen, token=token, now=now) as seat_is_free:
        kept = one_row(statement, {**whose, **values, "seat_is_free": seat_is_free})
    if kept is None:
        # Something happened between the two statements: it ended, or asked for keys at once.
        look(token=token, now=now)
        raise OverTheMeter(A_MOMENT)
    return kept[0], kept[1]


@contextmanager
def _place(seen: Seen, *, token: str, now: datetime) -> Iterator[bool]:
    """Hold the session's place, or take a free one; whether it is taken. Raises `TooManyStreams`.

    Only one of a viewer's sessions takes a place at a time, and looks again when it is its turn.
    """
    if not seen.has_lapsed(now):
        seen.require_place()
        yield False
        return
    with transaction.atomic():
        if seen.user_pk is not None:
            places.lock(seen.user_pk)
        look(token=token, now=now).require_place()
        yield True


def _metered_values(span: timedelta) -> dict[str, Any]:
    cost = cost_of(span)
    return {
        "period": span,
        "grace": KEY_GRACE,
        "furthest": BURST * span,
        "cost": cost,
        "burst": BURST * cost,
    }


def _unsealed(found: SecretSeen) -> bytes:
    return keys.unseal(found.sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
