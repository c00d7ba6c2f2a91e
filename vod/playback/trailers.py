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
    return (
        version.kind == _TRAILER
        and film.visibility != Visibility.HIDDEN
        and (film.reveal_at is None or film.reveal_at <= now)
    )


_TRAILER = VersionKind.TRAILER
