"""A viewer's places: how many of her streams may run at a time, and which do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch

from accounts.models import User
from catalog.models import Screening, ScreeningItem
from catalog.services import locks
from vod.playback.models import EndReason, PlaybackSession

# Of what lapsed, so many may come back; older ones are ended, or asking for places would take ever
# longer for whoever begins thousands of sessions.
MOST_LAPSED = 8


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    """A session as its viewer may know it. A screening that is hidden by now is not named."""

    session: PlaybackSession
    screening: Screening | None


def lock(user_pk: int) -> None:
    """One of a viewer's sessions takes a place at a time; until the transaction ends."""
    locks.take(keys=[locks.key(locks.Kind.STREAMS, user_pk)])


def make_room(
    *, user: User, ending: Sequence[str], ticket_of_room: int | None, now: datetime
) -> bool:
    """End `ending` of the viewer's own sessions; whether a place is free then. She is locked.

    `ticket_of_room`: of the stream to begin, if it is the one of a booked room.
    """
    mine = PlaybackSession.objects.of(user)
    if ending:
        mine.filter(public_id__in=ending).end(reason=EndReason.ELSEWHERE, now=now)
    rows = mine.running().order_by("-seated_at", "-pk").values_list("pk", "lease_until", "ticket")
    running = list(rows)
    live = [ticket for _, lease_until, ticket in running if lease_until > now]
    lapsed = [pk for pk, lease_until, _ in running if lease_until <= now]
    if len(lapsed) > MOST_LAPSED:
        old = PlaybackSession.objects.filter(pk__in=lapsed[MOST_LAPSED:])
        old.end(reason=EndReason.LAPSED, now=now)
    if ticket_of_room is not None and ticket_of_room in live:
        return False
    return len(live) < settings.STREAMS_PER_VIEWER


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
