"""A session's playlists: the rows of its publication put into `manifest`'s terms."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.urls import reverse

from transcoding import keys
from transcoding.models import Track
from transcoding.states import TrackKind
from vod.playback import delivery
from vod.playback.manifest import KeyLine, MediaSegment, Rendition, media, multivariant
from vod.playback.refusals import UnknownSession
from vod.playback.storyboard import Tiles, storyboard

LONGEST = delivery.LONGEST


def urls_until(granted_until: datetime, *, now: datetime) -> datetime:
    """Until when addresses that are signed now are good."""
    return delivery.addresses_until(granted_until=granted_until, now=now)


def multivariant_playlist(publication: int, *, token: str, item_id: str) -> str:
    """The multivariant playlist with addresses under the session's token."""
    tracks = Track.objects.filter(publications=publication).exclude(kind=TrackKind.STORYBOARD)
    return multivariant([_rendition(track, token=token) for track in tracks.order_by("pk")])


def media_playlist(
    publications: Sequence[int],
    *,
    token: str,
    track_id: str,
    granted_until: datetime,
    now: datetime,
) -> str:
    """A track's playlist with presigned segment addresses; raises `UnknownSession`."""
    tracks = Track.objects.filter(publications__in=publications).exclude(kind=TrackKind.STORYBOARD)
    track = tracks.select_related("secret").filter(public_id=track_id).first()
    if track is None:
        raise UnknownSession
    rows = segment_index(track.pk)
    objects = [name for name, _ in rows]
    names = [track.init_object, *objects] if track.init_object else objects
    urls = _signed(names, granted_until=granted_until, now=now)
    init_uri = urls.pop(0) if track.init_object else ""
    segments = [
        MediaSegment(uri=url, seconds=ticks / track.timescale)
        for url, (_, ticks) in zip(urls, rows, strict=True)
    ]
    return media(
        segments,
        init_uri=init_uri,
        key_lines=_key_lines(track, len(rows), token),
        i_frames=track.kind == TrackKind.I_FRAMES,
    )


def storyboard_text(publication: int, *, granted_until: datetime, now: datetime) -> str:
    """The storyboard with presigned addresses of its sheets; raises `UnknownSession`."""
    tracks = Track.objects.filter(publications=publication, kind=TrackKind.STORYBOARD)
    track = tracks.order_by("pk").last()
    if track is None:
        raise UnknownSession
    rows = segment_index(track.pk)
    sheets = _signed([name for name, _ in rows], granted_until=granted_until, now=now)
    tiles = Tiles(
        width=track.width,
        height=track.height,
        columns=track.tiles["columns"],
        seconds=track.tiles["seconds"],
        pictures=tuple(track.tiles["pictures"]),
    )
    film_seconds = sum(ticks for _, ticks in rows) / track.timescale
    return storyboard(sheets, tiles=tiles, film_seconds=film_seconds)


@lru_cache(maxsize=512)
def segment_index(track_pk: int) -> tuple[tuple[str, int], ...]:
    """Object name and ticks of every segment of a track, in order. Tracks never change."""
    segments = Track.objects.get(pk=track_pk).segments
    return tuple(segments.order_by("position").values_list("object_name", "ticks"))


def _rendition(track: Track, *, token: str) -> Rendition:
    return Rendition(
        uri=reverse("media-playlist", args=[token, track.public_id]),
        kind=track.kind,
        profile=track.profile,
        group=track.group,
        programme=track.label.removeprefix(track.group),
        role=track.role,
        forced=track.forced,
        language=track.language,
        codecs=track.codecs,
        width=track.width,
        height=track.height,
        frame_rate=track.frame_rate,
        channels=track.channels,
        peak_bandwidth=track.peak_bandwidth,
        average_bandwidth=track.average_bandwidth,
    )


def _key_lines(track: Track, segments: int, token: str) -> list[KeyLine]:
    if track.kind == TrackKind.SUBTITLE or track.secret is None:
        return []
    sealed = bytes(track.secret.sealed)
    secret = keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    if track.kind == TrackKind.I_FRAMES:
        uri = reverse("stills-key", args=[token, track.secret.pk])
        return [KeyLine(first=0, uri=uri, iv=keys.stills_iv(secret, track=track.label))]
    return [
        KeyLine(
            first=first,
            uri=reverse("period-key", args=[token, track.secret.pk, period]),
            iv=keys.period_iv(secret, track=track.label, period=period),
        )
        for period, first in enumerate(range(0, segments, track.key_period_segments))
    ]


def _signed(names: Sequence[str], *, granted_until: datetime, now: datetime) -> list[str]:
    until = urls_until(granted_until, now=now)
    return delivery.chosen().addresses(names, session_id="", now=now, until=until)
