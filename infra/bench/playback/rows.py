"""A film of two hours with all its tracks, and viewers with tickets for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from accounts.models import ConfirmedBy, User
from accounts.services import open_session
from catalog.models import (
    Edition,
    EditionState,
    Film,
    FilmVersion,
    Offer,
    Programme,
    Screening,
    ScreeningItem,
    Ticket,
    TicketOrigin,
)
from infra.bench.api.rows import DAY, make_film, make_offer
from transcoding import keys
from transcoding.models import ContentSecret, Master, Publication, Segment, Track
from transcoding.states import TrackKind

if TYPE_CHECKING:
    from infra.bench.playback.samples import Sample

SEGMENTS, PER_PERIOD, SECONDS = 1200, 5, 6
VIDEO_TIMESCALE, SOUND_TIMESCALE = 24_000, 48_000
RUNGS = {234: 416, 360: 640, 432: 768, 540: 960, 720: 1280, 1080: 1920}
PICTURE = "h264-432"  # the rung that a viewer of the benchmark plays


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A screening that plays: its film, its offer, and the secret behind its keys."""

    screening: Screening
    film: Film
    offer: Offer
    publication: Publication
    secret_id: int
    secret: bytes


@dataclass(frozen=True, kw_only=True)
class Ticketed:
    """A viewer with a ticket, as her device knows itself."""

    user: User
    token: str


def make_showing(edition: Edition, programme: Programme, *, segments: int = SEGMENTS) -> Showing:
    """A film that anybody with a ticket may play now; its segments have rows alone."""
    now, mark = datetime.now(UTC), secrets.token_hex(4)
    film = make_film(mark, now)
    master = Master.objects.create(
        owner="bench",
        object_key=secrets.token_hex(8),
        size=1,
        part_size=1,
        created_at=now,
        retain_until=now + DAY,
    )
    secret = keys.new_secret()
    sealed = keys.seal(secret, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    row = ContentSecret.objects.create(sealed=sealed)
    publication = Publication.objects.create(master=master, revision=1, created_at=now)
    publication.tracks.set(_tracks(master, row, segments=segments))
    version = FilmVersion.objects.create(film=film, master=master, publication=publication)
    screening = Screening.objects.create(edition=edition, programme=programme)
    ScreeningItem.objects.create(screening=screening, version=version, position=0)
    offer = make_offer(screening, opens=now - DAY, number=0)
    return Showing(
        screening=screening,
        film=film,
        offer=offer,
        publication=publication,
        secret_id=row.pk,
        secret=secret,
    )


def make_edition() -> tuple[Edition, Programme]:
    """An open edition with one programme."""
    mark = secrets.token_hex(4)
    edition = Edition.objects.create(slug=f"bench-{mark}", year=2026, state=EditionState.OPEN)
    return edition, Programme.objects.create(edition=edition, slug="all")


def make_viewers(offer: Offer, count: int) -> list[Ticketed]:
    """So many viewers, each logged in and with a ticket."""
    now = datetime.now(UTC)
    users = User.objects.bulk_create(User(confirmed_by=ConfirmedBy.STAFF) for _ in range(count))
    Ticket.objects.bulk_create(
        Ticket(offer=offer, holder=user, origin=TicketOrigin.REGISTRATION, issued_at=now)
        for user in users
    )
    return [
        Ticketed(user=user, token=str(open_session(user=user, lasts=DAY).session_key))
        for user in users
    ]


def name_samples(showing: Showing, samples: dict[str, Sample]) -> None:
    """Give the first segment and the init segment of each sampled track its stored object."""
    for label, sample in samples.items():
        track = showing.publication.tracks.get(label=label)
        Track.objects.filter(pk=track.pk).update(init_object=sample.init_object)
        first = Segment.objects.filter(track=track, position=0)
        first.update(object_name=sample.first_object, size=sample.size)


def _tracks(master: Master, secret: ContentSecret, *, segments: int) -> list[Track]:
    sealed = {"secret": secret, "key_period_segments": PER_PERIOD}
    picture: dict[str, Any] = {"kind": TrackKind.VIDEO, "profile": "h264", "frame_rate": 24}
    tracks = [
        _track(
            master,
            **picture | sealed,
            label=f"h264-{height}",
            width=width,
            height=height,
            codecs="avc1.64001f",
            peak_bandwidth=height * 4000,
        )
        for height, width in RUNGS.items()
    ]
    sound = {"kind": TrackKind.AUDIO, "codecs": "mp4a.40.2", "timescale": SOUND_TIMESCALE}
    tracks += [
        _track(
            master, **sound | sealed, label=group, group=group, channels=2, peak_bandwidth=140_000
        )
        for group in ("stereo", "low")
    ]
    text: dict[str, Any] = {"kind": TrackKind.SUBTITLE, "codecs": "wvtt", "timescale": 1000}
    tracks += [
        _track(master, **text, init_object="", label=f"subtitles-{language}", language=language)
        for language in ("zh-Hans", "en")
    ]
    Segment.objects.bulk_create(
        (
            Segment(
                track=track,
                position=position,
                object_name=f"bench/{secrets.token_urlsafe(16)}",
                ticks=SECONDS * track.timescale,
                size=500_000,
            )
            for track in tracks
            for position in range(segments)
        ),
        batch_size=5000,
    )
    return tracks


def _track(master: Master, *, peak_bandwidth: int = 1000, **fields: Any) -> Track:
    values = {"timescale": VIDEO_TIMESCALE, "init_object": f"bench/{secrets.token_urlsafe(16)}"}
    return Track.objects.create(
        master=master,
        peak_bandwidth=peak_bandwidth,
        average_bandwidth=peak_bandwidth * 8 // 10,
        **values | fields,
    )
