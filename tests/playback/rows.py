"""Rows for tests of playback: a show that plays, whose tracks have rows but no bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import User
from catalog.models import Film, FilmVersion, Offer, Screening, ScreeningItem, Ticket
from catalog.places import UNKNOWN
from tests.catalog.rows import (
    make_film,
    make_master,
    make_offer,
    make_publication,
    make_screening,
    make_ticket,
    make_user,
    real_now,
)
from transcoding import keys
from transcoding.models import ContentSecret, Master, Publication, Segment, Track
from transcoding.states import TrackKind
from vod.playback import services
from vod.playback.services import Begun

TIMESCALE, FRAME_RATE = 24_000, 24
SEGMENT_TICKS = 6 * TIMESCALE
PER_PERIOD = 2


def make_secret() -> tuple[ContentSecret, bytes]:
    """A sealed secret, and what is in it."""
    secret = keys.new_secret()
    sealed = keys.seal(secret, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    return ContentSecret.objects.create(sealed=sealed), secret


def make_track(master: Master, kind: TrackKind, label: str, **fields: Any) -> Track:
    values = {"codecs": "avc1.64001e", "timescale": TIMESCALE} | fields
    return Track.objects.create(
        master=master,
        kind=kind,
        label=label,
        peak_bandwidth=1_000_000,
        average_bandwidth=800_000,
        **values,
    )


def add_segments(track: Track, count: int) -> None:
    """`count` segments of six seconds; the last one has half of that."""
    ticks = 6 * track.timescale
    Segment.objects.bulk_create(
        Segment(
            track=track,
            position=position,
            object_name=f"{track.public_id}/{position}.m4s",
            ticks=ticks if position < count - 1 else ticks // 2,
            size=750_000,
        )
        for position in range(count)
    )


def make_stream(
    *, segments: int = 5, per_period: int = PER_PERIOD, secret: ContentSecret | None = None
) -> Publication:
    """Two rungs, a sound in two groups, stills, a storyboard, a subtitle; `segments` of each."""
    master = make_master()
    secret = secret or make_secret()[0]
    sealed = {"secret": secret, "key_period_segments": per_period, "init_object": "init.mp4"}
    size = {"width": 640, "height": 360, "frame_rate": FRAME_RATE, "profile": "h264"}
    picture, stills = size | sealed, size | sealed | {"key_period_segments": 0}
    sound = {"codecs": "mp4a.40.2", "timescale": 48_000, "channels": 2} | sealed
    tiles = {"columns": 3, "rows": 2, "seconds": 1.0, "pictures": [6] * (segments - 1) + [3]}
    sheets = {"codecs": "jpeg", "timescale": 1000, "width": 160, "height": 90, "tiles": tiles}
    text = {"codecs": "wvtt", "timescale": 1000, "language": "zh-Hans", "role": "subtitles"}
    tracks = [
        make_track(master, TrackKind.VIDEO, "h264-234", **picture),
        make_track(master, TrackKind.VIDEO, "h264-360", **picture),
        make_track(master, TrackKind.AUDIO, "stereo", group="stereo", **sound),
        make_track(master, TrackKind.AUDIO, "low", group="low", **sound),
        make_track(master, TrackKind.I_FRAMES, "h264-360-stills", **stills),
        make_track(master, TrackKind.STORYBOARD, "storyboard", **sheets),
        make_track(master, TrackKind.SUBTITLE, "subtitles-zh-Hans", **text),
    ]
    for track in tracks:
        add_segments(track, segments)
    publication = make_publication(master)
    publication.tracks.set(tracks)
    return publication


@dataclass(kw_only=True)
class Show:
    """A screening of one film, open to a viewer with a ticket."""

    screening: Screening
    offer: Offer
    viewer: User
    ticket: Ticket
    publication: Publication
    secret: bytes
    secret_id: int

    @property
    def item(self) -> ScreeningItem:
        return self.screening.items.select_related("version__film").get()

    @property
    def film(self) -> Film:
        return self.item.version.film

    @property
    def path(self) -> str:
        """Of the play button."""
        return f"/api/v1/screenings/{self.screening.public_id}/playback/"

    def close(self, at: datetime | None = None) -> None:
        """Move the end of the window."""
        opens = self.offer.window.lower
        window = type(self.offer.window)(opens, at or real_now())
        Offer.objects.filter(pk=self.offer.pk).update(window=window)

    def revoke(self) -> None:
        Ticket.objects.filter(pk=self.ticket.pk).update(revoked_at=real_now())

    def begin(self, *, now: datetime | None = None, **changes: Any) -> Begun:
        """Press play, past the API."""
        facts: dict[str, Any] = {
            "screening_id": self.screening.public_id,
            "item_id": None,
            "user": self.viewer,
            "place": UNKNOWN,
            "now": now or real_now(),
        }
        begun = services.begin(**facts | changes)
        assert begun is not None
        return begun


def make_show(*, segments: int = 5, per_period: int = PER_PERIOD, **terms: Any) -> Show:
    """`terms` are fields of the offer; without any it closes hard after a week."""
    row, secret = make_secret()
    publication = make_stream(segments=segments, per_period=per_period, secret=row)
    version = FilmVersion.objects.create(
        film=make_film(), master=publication.master, publication=publication
    )
    screening = make_screening(version=version)
    offer = make_offer(screening, **{"close_mode": "hard_stop"} | terms)
    viewer = make_user()
    return Show(
        screening=screening,
        offer=offer,
        viewer=viewer,
        ticket=make_ticket(offer, viewer),
        publication=publication,
        secret=secret,
        secret_id=row.pk,
    )
