"""A session as it stands, and all that its next key or heartbeat depends on, by its token."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from catalog.facts import Document
from catalog.statements import Row, one_row
from vod.playback import sql
from vod.playback.models import EndReason
from vod.playback.periods import is_numbered, number_of
from vod.playback.refusals import EndedElsewhere, SessionOver, TooManyStreams, UnknownSession
from vod.playback.tokens import token_hash

STREAMS_OF_A_ROOM = 1


class Seen(NamedTuple):
    """The columns of `sql.SESSION`, in order."""

    pk: int
    public_id: str
    user_pk: int | None
    screening_pk: int | None
    trailer_pk: int | None
    ticket_pk: int | None
    started_at: datetime
    granted_until: datetime
    lease_until: datetime
    ended_at: datetime | None
    end_reason: str
    in_room: bool
    watch_after_seconds: int
    metered_until: datetime
    at_item_pk: int | None
    ahead: int
    ahead_in_room: int
    trailer_kind: str | None
    trailer_visibility: str | None
    trailer_reveal_at: datetime | None
    trailer_paused_at: datetime | None
    facts: Document | None

    def require_running(self) -> None:
        """Raise `EndedElsewhere` or `SessionOver` where it is over for good."""
        if self.ended_at is not None:
            raise EndedElsewhere if self.end_reason == EndReason.ELSEWHERE else SessionOver

    def has_lapsed(self, now: datetime) -> bool:
        """Whether it gave its place back."""
        return self.lease_until <= now

    def require_place(self) -> None:
        """Raise `TooManyStreams` where the viewer's other sessions take all places.

        A place that was given back is taken again if one is free. Where the limit was lowered,
        those who were seated first stay.
        """
        in_room = self.in_room and self.ahead_in_room >= STREAMS_OF_A_ROOM
        if in_room or self.ahead >= settings.STREAMS_PER_VIEWER:
            raise TooManyStreams


class SecretSeen(NamedTuple):
    """A sealed secret of the session's own tracks."""

    item_pk: int | None
    sealed: bytes
    segments: int
    last: int
    served: bool

    @property
    def periods(self) -> int:
        """How many the track has."""
        return self.last // self.segments + 1


def look(*, token: str, now: datetime) -> Seen:
    """The running session of a token, lapsed or not. One statement.

    Raises `UnknownSession`, `SessionOver`, `EndedElsewhere`.
    """
    return _seen(_row(sql.LOOK, token, now))


def look_for_heartbeat(*, token: str, item: str, now: datetime) -> tuple[Seen, int | None]:
    """The same, and the primary key of the `item` that the player is at, if it plays that."""
    row = _row(sql.LOOK_FOR_HEARTBEAT, token, now, item=item)
    return _seen(row), row[-1]


def look_for_key(*, token: str, secret: int, period: int, now: datetime) -> tuple[Seen, SecretSeen]:
    """The same, and the secret of a period that it plays.

    A secret of another film is as unknown as a token.
    """
    if not is_numbered(secret=secret, period=period):
        raise UnknownSession
    number = number_of(secret=secret, period=period)
    seen, secret_seen = _with_secret(
        _row(sql.LOOK_FOR_KEY, token, now, secret=secret, number=number)
    )
    if period >= secret_seen.periods:
        raise UnknownSession
    return seen, secret_seen


def look_for_stills(*, token: str, secret: int, now: datetime) -> tuple[Seen, SecretSeen]:
    """The same, with the secret of pictures for seeking."""
    if not is_numbered(secret=secret, period=0):
        raise UnknownSession
    return _with_secret(_row(sql.LOOK_FOR_STILLS, token, now, secret=secret))


def _row(statement: str, token: str, now: datetime, **values: Any) -> Row:
    row = one_row(statement, {"token_hash": token_hash(token), "now": now, **values})
    if row is None:
        raise UnknownSession
    return row


def _seen(row: Row) -> Seen:
    seen = Seen(*row[: len(Seen._fields)])
    seen.require_running()
    return seen


def _with_secret(row: Row) -> tuple[Seen, SecretSeen]:
    seen = _seen(row)
    item, sealed, segments, last, served = row[len(Seen._fields) :]
    if sealed is None or last is None:
        raise UnknownSession
    return seen, SecretSeen(item, bytes(sealed), segments, last, served)


def shortest_lease() -> timedelta:
    """What a heartbeat leases."""
    return timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS)
