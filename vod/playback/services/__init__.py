"""Sessions: begun after a verdict, kept by heartbeats and keys, each of which decides anew."""

from vod.playback.services.beginning import Begun, BegunItem, begin, begin_trailer
from vod.playback.services.ending import end, end_own, forget_ended
from vod.playback.services.keeping import (
    Kept,
    StreamDenied,
    heartbeat,
    period_key,
    stills_key,
)
from vod.playback.services.places import OwnSession, own_sessions
from vod.playback.services.showing import Showing, showing
from vod.playback.services.staff_views import staff_views_of
from vod.playback.services.tracing import forget_traces

__all__ = [
    "Begun",
    "BegunItem",
    "Kept",
    "OwnSession",
    "Showing",
    "StreamDenied",
    "begin",
    "begin_trailer",
    "end",
    "end_own",
    "forget_ended",
    "forget_traces",
    "heartbeat",
    "own_sessions",
    "period_key",
    "showing",
    "staff_views_of",
    "stills_key",
]
