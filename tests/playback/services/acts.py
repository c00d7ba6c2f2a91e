"""What players do, past HTTP, at one instant."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from catalog.denials import AccessDenied
from catalog.places import UNKNOWN
from tests.catalog.rows import real_now
from tests.playback.rows import Show
from vod.playback import services
from vod.playback.models import PlaybackSession
from vod.playback.periods import served_of
from vod.playback.refusals import EndedElsewhere, SessionOver
from vod.playback.services import Begun, Kept
from vod.playback.services.looking import look

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=s) for s in (1, 60, 3600, 86_400))
NOW = real_now()
LEASE = timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS)


def codes(denied: pytest.ExceptionInfo[AccessDenied]) -> list[str]:
    return [reason["code"] for reason in denied.value.extra["reasons"]]


def key(begun: Begun, show: Show, period: int, *, now: datetime = NOW) -> bytes:
    return services.period_key(
        token=begun.token, secret=show.secret_id, period=period, place=UNKNOWN, now=now
    )


def heartbeat(begun: Begun, *, now: datetime = NOW, item: str = "", at: int | None = None) -> Kept:
    return services.heartbeat(token=begun.token, place=UNKNOWN, now=now, item=item, position=at)


def is_over(begun: Begun, *, now: datetime = NOW) -> bool:
    """Whether its token is worth nothing any more."""
    try:
        look(token=begun.token, now=now)
    except (SessionOver, EndedElsewhere):
        return True
    return False


def served() -> dict[int, list[int]]:
    """Periods by secret, of the one session there is."""
    return served_of(PlaybackSession.objects.get().served_periods)
