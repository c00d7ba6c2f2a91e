"""Trailers play without a ticket, for everybody who may know of their film."""

from datetime import datetime, timedelta

from catalog.models import FilmVersion, VersionKind, Visibility
from catalog.models.visibility import reachable_at
from catalog.verdict import is_withdrawn

PLAYS_FOR = timedelta(hours=1)  # decided anew with every key and heartbeat


def find(*, version_id: str, now: datetime) -> FilmVersion | None:
    """The trailer of this id, of a film that may be known of."""
    trailers = FilmVersion.objects.filter(reachable_at(now, through="film__"), kind=_TRAILER)
    found = trailers.filter(public_id=version_id, publication__isnull=False).exclude(
        film__paused_at__lte=now
    )
    return found.select_related("film", "publication").prefetch_related("film__texts").first()


def is_free(version: FilmVersion, *, now: datetime) -> bool:
    """Tell whether it is a trailer, of a film neither hidden, nor to be revealed, nor withdrawn."""
    film = version.film
    return may_play(
        kind=version.kind,
        visibility=film.visibility,
        reveal_at=film.reveal_at,
        paused_at=film.paused_at,
        now=now,
    )


def may_play(
    *,
    kind: str | None,
    visibility: str | None,
    reveal_at: datetime | None,
    paused_at: datetime | None,
    now: datetime,
) -> bool:
    """The same, of what was read of it. A film that is withdrawn has no trailer either."""
    revealed = reveal_at is None or reveal_at <= now
    known = visibility != Visibility.HIDDEN and revealed
    return kind == _TRAILER and known and not is_withdrawn(paused_at, now=now)


_TRAILER = VersionKind.TRAILER
