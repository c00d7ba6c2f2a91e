"""What sessions tell before they are forgotten, as plain values, for numbers about many of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Max

from transcoding.models import Track
from transcoding.states import TrackKind
from vod.playback.models import PlaybackSession
from vod.playback.periods import served_of
from vod.playback.services.ending import forgettable

AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Played:
    """An item of a session that is over: the furthest key period that was asked for, of so many."""

    screening_pk: int
    item_pk: int
    viewer: str
    user_pk: int | None
    started_at: datetime
    furthest: int
    periods: int


@dataclass(frozen=True, kw_only=True)
class Seated:
    """A session that runs, and the country it runs in."""

    screening_pk: int
    viewer: str
    country: str


def over_before_forgotten(*, now: datetime) -> Iterator[Played]:
    """What was played in the sessions that `forget_ended` would delete at the same `now`.

    Call both in one transaction: each session is told of once. The rows are locked until then.
    """
    sessions = (
        PlaybackSession.objects.filter(forgettable(now), screening__isnull=False)
        .select_for_update(of=("self",))
        .prefetch_related("items")
        .order_by("pk")
    )
    for session in sessions.iterator(chunk_size=AT_ONCE):
        served = served_of(session.served_periods)
        for played in session.items.all():
            secret, periods = _periods_of(played.publication_id)
            if secret in served and played.item_id is not None:
                yield Played(
                    screening_pk=session.screening_id or 0,
                    item_pk=played.item_id,
                    viewer=_viewer(session.user_id, session.public_id),
                    user_pk=session.user_id,
                    started_at=session.started_at,
                    furthest=max(served[secret]),
                    periods=periods,
                )


def seated(*, now: datetime) -> Iterator[Seated]:
    """Where the sessions that hold a place are; those of unknown place are left out."""
    rows = (
        PlaybackSession.objects.live(now)
        .filter(screening__isnull=False)
        .exclude(country="")
        .values_list("screening_id", "user_id", "public_id", "country")
    )
    for screening, user, session, country in rows.iterator(chunk_size=AT_ONCE):
        yield Seated(screening_pk=screening or 0, viewer=_viewer(user, session), country=country)


def _viewer(user: int | None, session: str) -> str:
    """Who counts as one; without an account each session does."""
    return session if user is None else str(user)


@lru_cache(maxsize=512)  # a publication never changes
def _periods_of(publication: int) -> tuple[int | None, int]:
    """The secret of a publication's picture, and how many key periods it has."""
    tracks = Track.objects.filter(
        publications=publication, kind=TrackKind.VIDEO, key_period_segments__gt=0
    )
    found = (
        tracks.annotate(last=Max("segments__position"))
        .order_by("pk")
        .values_list("secret", "key_period_segments", "last")
        .first()
    )
    if found is None:
        return None, 0
    secret, segments, last = found
    return secret, (last or 0) // segments + 1
