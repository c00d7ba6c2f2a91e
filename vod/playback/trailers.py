"""Trailers play without a ticket, for everybody who may know of their film."""

from datetime import datetime, timedelta

from catalog.models import FilmVersion, VersionKind, Visibility
from catalog.models.visibility import reachable_at

PLAYS_FOR = timedelta(hours=1)  # decided anew with every key and heartbeat


def find(*, version_id: str, now: datetime) -> FilmVersion | None:
    """The trailer of this id, of a film that may be known of."""
    trailers = FilmVersion.objects.filter(reachable_at(now, through="film__"), kind=_TRAILER)
    found = trailers.filter(public_id=version_id, publication__isnull=False)
    return found.select_related("film", "publication").prefetch_related("film__texts").first()


def is_free(version: FilmVersion, *, now: datetime) -> bool:
    """Tell whether it is a trailer, and of a film neither hidden nor still to be revealed."""
    film = version.film
    return may_play(
        kind=version.kind, visibility=film.visibility, reveal_at=film.reveal_at, now=now
    )


def may_play(
    *, kind: str | None, visibility: str | None, reveal_at: datetime | None, now: datetime
) -> bool:
    """The same, of what was read of it."""
    revealed = reveal_at is None or reveal_at <= now
    return kind == _TRAILER and visibility != Visibility.HIDDEN and revealed


_TRAILER = VersionKind.TRAILER
