"""How sessions end, and how they are forgotten."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from catalog.statements import one_row
from vod.playback import sql
from vod.playback.holding import FORGOTTEN_AFTER
from vod.playback.models import EndReason, PlaybackSession, Progress
from vod.playback.services.looking import look

# A film that was paused for so long is begun anew; its position is kept.
LAPSED_FOR_GOOD = timedelta(hours=6)


def end(*, token: str, now: datetime, item: str = "", position: int | None = None) -> None:
    """The viewer left, at a second of an item, by its public id: to go on there another time.

    Raises `UnknownSession`, `SessionOver`, `EndedElsewhere`.
    """
    seen = look(token=token, now=now)
    values = {"session": seen.pk, "now": now, "reason": EndReason.LEFT.value}
    if position is None:
        one_row(sql.END, values)
    else:
        one_row(sql.END_AT, values | {"item": item, "position": position})


def end_own(*, user: User, session_id: str, now: datetime) -> bool:
    """End one of the viewer's own sessions from elsewhere; whether there was one to end."""
    mine = PlaybackSession.objects.of(user).filter(public_id=session_id)
    return bool(mine.end(reason=EndReason.ELSEWHERE, now=now))


def forget_ended(*, now: datetime) -> int:
    """Delete sessions whose last signed address ran out: who watched what is not kept.

    Of those that lapsed the country is forgotten at once, and those that lapsed long ago end. Where
    nothing can be watched any more, it is not kept how far it was.
    """
    running = PlaybackSession.objects.running()
    running.filter(lease_until__lt=now - LAPSED_FOR_GOOD).end(reason=EndReason.LAPSED, now=now)
    running.filter(lease_until__lt=now).exclude(country="").update(country="")
    unwatchable(now).delete()
    return PlaybackSession.objects.filter(forgettable(now)).delete()[0]


def unwatchable(now: datetime) -> QuerySet[Progress]:
    """How far something was watched of which nothing can be watched any more."""
    gone = Q(ticket__revoked_at__isnull=False) | Q(ticket__released_at__isnull=False)
    return Progress.objects.filter(Q(expires_at__lt=now) | gone)


def forgettable(now: datetime) -> Q:
    """Sessions whose last signed address ran out."""
    before = now - FORGOTTEN_AFTER
    return Q(started_at__lt=before, lease_until__lt=before)
