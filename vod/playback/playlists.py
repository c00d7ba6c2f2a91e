"""A session's playlists: what was written once for everybody, with this viewer's addresses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from transcoding.models import Track
from transcoding.states import TrackKind
from vod.playback import delivery
from vod.playback.refusals import UnknownSession
from vod.playback.stencils import TOKEN, media_stencil, multivariant_stencil, playable
from vod.playback.storyboard import Tiles, storyboard

LONGEST = delivery.LONGEST


def urls_until(granted_until: datetime, *, now: datetime) -> datetime:
    """Until when addresses that are signed now are good."""
    longest = timedelta(seconds=settings.ADDRESS_SECONDS)
    return delivery.addresses_until(granted_until=granted_until, now=now, longest=longest)


def multivariant_playlist(publication: int, *, token: str, item_id: str) -> str:
    """The multivariant playlist with addresses under the session's token."""
    return multivariant_stencil(publication).replace(TOKEN, token)


def media_playlist(
    publications: Sequence[int],
    *,
    token: str,
    session_id: str,
    track_id: str,
    granted_until: datetime,
    now: datetime,
) -> str:
    """A track's playlist with this session's addresses; raises `UnknownSession`.

    Asks the database for nothing once the publications and the track are known to the process.
    """
    found = (playable(publication).get(track_id) for publication in publications)
    track = next((pk for pk in found if pk is not None), None)
    if track is None:
        raise UnknownSession
    stencil, chosen = media_stencil(track), delivery.chosen()
    until = urls_until(granted_until, now=now)
    around = None
    if stencil.film:
        around = chosen.around(stencil.film, session_id=session_id, now=now, until=until)
    if around is not None:
        return stencil.filled(around, token=token)
    return stencil.filled_singly(
        lambda names: chosen.addresses(names, session_id=session_id, now=now, until=until),
        token=token,
    )


def storyboard_text(
    publication: int, *, session_id: str, granted_until: datetime, now: datetime
) -> str:
    """The storyboard with this session's addresses of its sheets; raises `UnknownSession`."""
    tracks = Track.objects.filter(publications=publication, kind=TrackKind.STORYBOARD)
    track = tracks.order_by("pk").last()
    if track is None:
        raise UnknownSession
    rows = list(track.segments.order_by("position").values_list("object_name", "ticks"))
    sheets = delivery.chosen().addresses(
        [name for name, _ in rows],
        session_id=session_id,
        now=now,
        until=urls_until(granted_until, now=now),
    )
    tiles = Tiles(
        width=track.width,
        height=track.height,
        columns=track.tiles["columns"],
        seconds=track.tiles["seconds"],
        pictures=tuple(track.tiles["pictures"]),
    )
    film_seconds = sum(ticks for _, ticks in rows) / track.timescale
    return storyboard(sheets, tiles=tiles, film_seconds=film_seconds)
