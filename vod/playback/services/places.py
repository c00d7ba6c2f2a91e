"""A viewer's places: how many of her streams may run at a time, and which do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from accounts.models import User
from catalog.models import Screening, ScreeningItem
from catalog.services import locks
from vod.playback.models import PlaybackSession


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    """A session as its viewer may know it. A screening that is hidden by now is not named."""

    session: PlaybackSession
    screening: Screening | None


def lock(user_pk: int) -> None:
    """One of a viewer's sessions takes a place at a time; until the transaction ends."""
    locks.take(keys=[locks.key(locks.Kind.STREAMS, user_pk)])


def own_sessions(*, user: User, now: datetime) -> list[OwnSession]:
    """The viewer's sessions that hold a place, the newest first."""
    shown = ScreeningItem.objects.reachable_at(now).order_by("position")
    named = Screening.objects.reachable_at(now).prefetch_related(
        "texts", Prefetch("items", shown.prefetch_related("version__film__texts"))
    )
    sessions = list(PlaybackSession.objects.of(user).live(now).order_by("-started_at", "-pk"))
    wanted = {session.screening_id for session in sessions if session.screening_id is not None}
    screenings = {screening.pk: screening for screening in named.filter(pk__in=wanted)}
    return [
        OwnSession(session=session, screening=screenings.get(session.screening_id or 0))
        for session in sessions
    ]
