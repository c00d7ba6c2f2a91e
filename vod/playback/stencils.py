"""Playlists with holes. What is the same for everybody is written once and kept by the process.

Publications and tracks never change. A kept text holds no secret: the IVs in it are public, as they
stand in every viewer's playlist (RFC 8216bis §4.4.4.4); neither secret nor key is kept.
"""

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from transcoding import keys
from transcoding.models import Track
from transcoding.states import TrackKind
from vod.playback.delivery import Around, film_of
from vod.playback.manifest import KeyLine, MediaSegment, Rendition, media, multivariant

# No name, id or attribute of a playlist has an @ in it, and `reverse` leaves it as it is.
TOKEN, BEFORE, AFTER = "@token@", "@before@", "@after@"
HOLE = re.compile(f"({TOKEN}|{BEFORE}|{AFTER})")
KEPT_TRACKS = 384  # of a two-hour film about 250 kB each
KEPT_PUBLICATIONS = 512


class Stencil(NamedTuple):
    """A media playlist without its viewer: text and holes by turns.

    `objects` says where their names stand. `film` is empty where they are of several.
    """

    pieces: tuple[str, ...]
    objects: tuple[int, ...]
    film: str

    def filled(self, around: Around, *, token: str) -> str:
        """With what stands around every object's name."""
        values = {TOKEN: token, BEFORE: around.before, AFTER: around.after}
        pieces = list(self.pieces)
        pieces[1::2] = [values[hole] for hole in self.pieces[1::2]]
        return "".join(pieces)

    def filled_singly(self, sign: Callable[[list[str]], list[str]], *, token: str) -> str:
        """With an address of its own for each object, from a list of their names."""
        pieces = list(self.pieces)
        pieces[1::2] = [token if hole == TOKEN else "" for hole in self.pieces[1::2]]
        urls = sign([pieces[place] for place in self.objects])
        for place, url in zip(self.objects, urls, strict=True):
            pieces[place] = url
        return "".join(pieces)


@lru_cache(maxsize=KEPT_PUBLICATIONS)
def multivariant_stencil(publication: int) -> str:
    """The multivariant playlist of a publication, but for the token."""
    tracks = Track.objects.filter(publications=publication).exclude(kind=TrackKind.STORYBOARD)
    return multivariant([_rendition(track) for track in tracks.order_by("pk")])


@lru_cache(maxsize=KEPT_PUBLICATIONS)
def playable(publication: int) -> dict[str, int]:
    """Primary keys of a publication's tracks that have a playlist, by their public id."""
    tracks = Track.objects.filter(publications=publication).exclude(kind=TrackKind.STORYBOARD)
    return dict(tracks.values_list("public_id", "pk"))


@lru_cache(maxsize=KEPT_TRACKS)
def media_stencil(track_pk: int) -> Stencil:
    """The media playlist of a track, but for token and addresses."""
    track = Track.objects.select_related("secret").get(pk=track_pk)
    rows = list(track.segments.order_by("position").values_list("object_name", "ticks"))
    text = media(
        [MediaSegment(uri=_hole(name), seconds=ticks / track.timescale) for name, ticks in rows],
        init_uri=_hole(track.init_object) if track.init_object else "",
        key_lines=_key_lines(track, len(rows)),
        i_frames=track.kind == TrackKind.I_FRAMES,
    )
    films = {film_of(name) for name in (track.init_object, *(name for name, _ in rows)) if name}
    pieces = tuple(map(sys.intern, HOLE.split(text)))
    objects = tuple(n + 1 for n, piece in enumerate(pieces) if piece == BEFORE)
    return Stencil(pieces, objects, films.pop() if len(films) == 1 else "")


def _hole(name: str) -> str:
    return f"{BEFORE}{name}{AFTER}"


def _rendition(track: Track) -> Rendition:
    return Rendition(
        uri=reverse("media-playlist", args=[TOKEN, track.public_id]),
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


def _key_lines(track: Track, segments: int) -> list[KeyLine]:
    if track.kind == TrackKind.SUBTITLE or track.secret is None:
        return []
    sealed = bytes(track.secret.sealed)
    secret = keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    if track.kind == TrackKind.I_FRAMES:
        uri = reverse("stills-key", args=[TOKEN, track.secret.pk])
        return [KeyLine(first=0, uri=uri, iv=keys.stills_iv(secret, track=track.label))]
    return [
        KeyLine(
            first=first,
            uri=reverse("period-key", args=[TOKEN, track.secret.pk, period]),
            iv=keys.period_iv(secret, track=track.label, period=period),
        )
        for period, first in enumerate(range(0, segments, track.key_period_segments))
    ]
