"""Sessions: begun after a verdict, kept by heartbeats and keys, each of which decides anew."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.models import User
from catalog import services as catalog
from catalog.denials import AccessDenied
from catalog.facts import is_playable
from catalog.models import FilmVersion, ItemKind, Screening, ScreeningItem
from catalog.models.visibility import reachable_at
from catalog.verdict import REMEDIES, Denied, Granted, Place, Reason, Refusal
from transcoding import keys
from transcoding.models import ContentSecret, Publication
from transcoding.schedule import GOP_SECONDS, GOPS_PER_SEGMENT
from transcoding.states import TrackKind
from vod.playback import trailers
from vod.playback.holding import FORGOTTEN_AFTER, hold
from vod.playback.models import PlaybackSession
from vod.playback.refusals import SessionOver, UnknownSession
from vod.playback.tokens import new_token, token_hash

KEY_GRACE = timedelta(seconds=30)
WATCH_STARTS_AFTER_SECONDS = 180  # of film served: a tunnel must not burn a watch period
SEGMENT_SECONDS = GOP_SECONDS * GOPS_PER_SEGMENT
NOT_READY = Denied(reasons=(Refusal(reason=Reason.NOT_READY, remedy=REMEDIES[Reason.NOT_READY]),))


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A new session and the token that is given out once."""

    session: PlaybackSession
    token: str
    has_storyboard: bool


def find_item(*, screening_id: str, item_id: str | None, now: datetime) -> ScreeningItem | None:
    """The named item of a screening, or its first film; `None` where there is none to know of.

    A film that can't be played is passed over, unless all are so: then the verdict says why.
    """
    items = (
        ScreeningItem.objects.filter(
            reachable_at(now, through="version__film__"),
            screening__in=Screening.objects.reachable_at(now),
            screening__public_id=screening_id,
        )
        .select_related("screening__edition", "version__publication", "version__film")
        .order_by("position")
    )
    if item_id is not None:
        return items.filter(public_id=item_id).first()
    films = list(items.filter(kind=ItemKind.FILM))
    return next((film for film in films if is_playable(film, now=now)), next(iter(films), None))


@transaction.atomic
def begin_trailer(*, trailer: FilmVersion, now: datetime) -> Begun:
    """A session on a trailer. Anybody may; who it is isn't kept. Raises `AccessDenied`."""
    if trailer.publication is None or not trailers.is_free(trailer, now=now):
        raise AccessDenied(NOT_READY)
    return _begun(
        publication=trailer.publication,
        until=now + trailers.PLAYS_FOR,
        now=now,
        trailer=trailer,
    )


@transaction.atomic
def begin(*, item: ScreeningItem, user: User | AnonymousUser, place: Place, now: datetime) -> Begun:
    """A session on an item of a screening; raises `AccessDenied` with every reason."""
    verdict = _granted(item, user=user, place=place, now=now)
    publication = item.version.publication
    if publication is None:
        raise AccessDenied(NOT_READY)  # `_granted` has seen to it
    return _begun(
        publication=publication,
        until=verdict.until,
        now=now,
        user=user if user.is_authenticated else None,
        item=item,
        ticket_id=verdict.ticket_id,
    )


def _begun(*, publication: Publication, until: datetime, now: datetime, **whose: object) -> Begun:
    token = new_token()
    session = PlaybackSession.objects.create(
        token_hash=token_hash(token),
        publication=publication,
        started_at=now,
        granted_until=until,
        lease_until=min(now + _shortest_lease(), until),
        **whose,
    )
    hold(publication, now=now)
    has_storyboard = publication.tracks.filter(kind=TrackKind.STORYBOARD).exists()
    return Begun(session=session, token=token, has_storyboard=has_storyboard)


def find(*, token: str, now: datetime) -> PlaybackSession:
    """The running session of a token; raises `UnknownSession` or `SessionOver`."""
    session = (
        PlaybackSession.objects.select_related(
            "item__screening__edition",
            "item__version__film",
            "trailer__film",
            "publication",
            "user",
        )
        .filter(token_hash=token_hash(token))
        .first()
    )
    if session is None:
        raise UnknownSession
    if session.ended_at is not None or session.lease_until <= now:
        raise SessionOver
    return session


def heartbeat(*, session: PlaybackSession, place: Place, now: datetime) -> PlaybackSession:
    """Decide anew and keep the lease; a refusal ends the session."""
    return _keep(session, place=place, now=now, lease=timedelta(0))


def period_key(
    *, session: PlaybackSession, secret_id: int, period: int, place: Place, now: datetime
) -> bytes:
    """The key of a period, after deciding anew. Derived for this answer, stored nowhere."""
    tracks = session.publication.tracks.filter(key_period_segments__gt=0)
    track = tracks.filter(secret=secret_id).order_by("pk").first()
    if track is None:
        raise UnknownSession
    periods = -(-track.segments.count() // track.key_period_segments)
    if period >= periods:
        raise UnknownSession
    seconds = track.key_period_segments * SEGMENT_SECONDS
    _keep(session, place=place, now=now, lease=timedelta(seconds=seconds) + KEY_GRACE)
    _count_served(session, period=period, seconds=seconds, now=now)
    return keys.period_key(_secret(secret_id), period=period)


def stills_key(*, session: PlaybackSession, secret_id: int, place: Place, now: datetime) -> bytes:
    """The key of the I-frames, after deciding anew. Looking for a place is not watching."""
    tracks = session.publication.tracks.filter(kind=TrackKind.I_FRAMES, secret=secret_id)
    if not tracks.exists():
        raise UnknownSession
    _keep(session, place=place, now=now, lease=timedelta(0))
    return keys.stills_key(_secret(secret_id))


def end(*, session: PlaybackSession, now: datetime) -> None:
    """The viewer left."""
    PlaybackSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now)


def forget_ended(*, now: datetime) -> int:
    """Delete sessions whose last signed address ran out: who watched what is not kept."""
    over = PlaybackSession.objects.filter(lease_until__lt=now - FORGOTTEN_AFTER)
    return over.delete()[0]


def _secret(secret_id: int) -> bytes:
    sealed = bytes(ContentSecret.objects.get(pk=secret_id).sealed)
    return keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)


def _keep(
    session: PlaybackSession, *, place: Place, now: datetime, lease: timedelta
) -> PlaybackSession:
    try:
        until = _still_granted(session, place=place, now=now)
    except AccessDenied:
        end(session=session, now=now)
        raise
    lease = max(lease, _shortest_lease())
    session.granted_until = until
    session.lease_until = max(session.lease_until, min(now + lease, until))
    session.save(update_fields=["granted_until", "lease_until"])
    return session


def _still_granted(session: PlaybackSession, *, place: Place, now: datetime) -> datetime:
    """Until when the session may go on, decided anew; raises `AccessDenied`."""
    if session.item is None:
        trailer = session.trailer
        if trailer is None or not trailers.is_free(trailer, now=now):
            raise AccessDenied(NOT_READY)
        return now + trailers.PLAYS_FOR
    verdict = _granted(
        session.item,
        user=session.user or AnonymousUser(),
        place=place,
        now=now,
        running_since=session.started_at,
    )
    return verdict.until


def _shortest_lease() -> timedelta:
    return timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS)


def _granted(
    item: ScreeningItem,
    *,
    user: User | AnonymousUser,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
) -> Granted:
    """The screening's grant, for an item that can be shown: a block may play on without it."""
    verdict = catalog.verdict_for(
        screening=item.screening,
        user=user,
        place=place,
        now=now,
        running_since=running_since,
        item=item,
    )
    if isinstance(verdict, Denied):
        raise AccessDenied(verdict)
    return verdict


def _count_served(session: PlaybackSession, *, period: int, seconds: int, now: datetime) -> None:
    """The watch period starts once three minutes of film were served."""
    if session.ticket_id is None or period in session.served_periods:
        return
    with transaction.atomic():  # a player asks for several keys at once; none may be lost
        row = PlaybackSession.objects.select_for_update().get(pk=session.pk)
        row.served_periods = sorted({*row.served_periods, period})
        row.save(update_fields=["served_periods"])
    if len(row.served_periods) * seconds >= WATCH_STARTS_AFTER_SECONDS:
        catalog.start_watch_period(ticket_id=session.ticket_id, now=now)
