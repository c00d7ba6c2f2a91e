"""May this session go on? The screening's verdict, or a trailer's."""

from datetime import datetime

from catalog import services as catalog
from catalog.denials import AccessDenied
from catalog.verdict import REMEDIES, Denied, Place, Reason, Refusal, Verdict
from vod.playback import trailers
from vod.playback.services.looking import Seen

NOT_READY = Denied(reasons=(Refusal(reason=Reason.NOT_READY, remedy=REMEDIES[Reason.NOT_READY]),))


def verdict_of(seen: Seen, *, item: int | None, place: Place, now: datetime) -> Verdict:
    """The screening's verdict for whoever began the session; of its `item`, where one is named."""
    if seen.facts is None:
        return NOT_READY
    return catalog.verdict_from(
        seen.facts, place=place, now=now, running_since=seen.started_at, item=item
    )


def free_until(seen: Seen, *, now: datetime) -> datetime:
    """Until when a trailer may go on; raises `AccessDenied`."""
    if not trailers.may_play(
        kind=seen.trailer_kind,
        visibility=seen.trailer_visibility,
        reveal_at=seen.trailer_reveal_at,
        paused_at=seen.trailer_paused_at,
        now=now,
    ):
        raise AccessDenied(NOT_READY)
    return now + trailers.PLAYS_FOR
