"""What is held of plays: a session for a day, a place in the film until nothing is left of it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from vod.playback.models import PlaybackSession, Progress, SessionItem, SessionTrace, StaffView
from vod.playback.services import forget_traces
from vod.playback.services.ending import forget_ended, forgettable, unwatchable
from vod.playback.services.tracing import run_out
from vod.retention import Counts, Held


def _over(now: datetime) -> QuerySet[PlaybackSession]:
    return PlaybackSession.objects.filter(forgettable(now))


HELD = (
    Held(
        model=PlaybackSession,
        rule="A day after its last signed address.",
        due=_over,
        since="started_at",
    ),
    Held(model=SessionItem, rule="With its session."),
    Held(
        model=Progress,
        rule="As long as something can be watched.",
        due=unwatchable,
        since="saved_at",
    ),
    Held(
        model=StaffView,
        rule="As long as its film, for its team; who it was goes with the account.",
        since="at",
    ),
    Held(
        model=SessionTrace,
        rule="VOD_TRACE_DAYS, sealed to a key that is kept offline.",
        due=run_out,
    ),
)


def export(user: User) -> dict[str, Any]:
    """The sessions that have not been forgotten yet, and how far films were watched."""
    sessions = PlaybackSession.objects.of(user).order_by("started_at", "pk")
    progress = Progress.objects.filter(ticket__holder=user).order_by("saved_at", "pk")
    return {
        "sessions": list(
            sessions.values("public_id", "ticket__public_id", "started_at", "ended_at", "country")
        ),
        "progress": list(progress.values("ticket__public_id", "position_seconds", "saved_at")),
    }


def erase(user: User, now: datetime) -> None:
    """Her sessions end by being deleted; nothing says any more how far she watched."""
    PlaybackSession.objects.of(user).delete()
    Progress.objects.filter(ticket__holder=user).delete()


def retain(now: datetime) -> Counts:
    """Forget what is due. Whoever counts plays has to have counted these, in this transaction."""
    counts = {held.label: held.overdue(now) for held in HELD}
    forget_ended(now=now)
    forget_traces(now=now)
    return {label: number for label, number in counts.items() if number}
