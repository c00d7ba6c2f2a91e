"""Sessions: begun after a verdict, kept by heartbeats and keys, each of which decides anew."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext
from rest_framework.exceptions import APIException

from accounts.models import User
from catalog import services as catalog
from catalog.denials import AccessDenied
from catalog.models import ItemKind, Screening, ScreeningItem
from catalog.verdict import Denied, Granted, Place
from transcoding import keys
from transcoding.models import ContentSecret
from transcoding.schedule import GOP_SECONDS, GOPS_PER_SEGMENT
from vod.playback.models import PlaybackSession
from vod.playback.tokens import new_token, token_hash

KEY_GRACE = timedelta(seconds=30)
WATCH_STARTS_AFTER_SECONDS = 180  # of film served: a tunnel must not burn a watch period
SEGMENT_SECONDS = GOP_SECONDS * GOPS_PER_SEGMENT


class UnknownSession(APIException):
    """No such token. A foreign one and an invented one get the same words."""

    status_code = 404
    default_code = "unknown_session"

    def __init__(self) -> None:
        super().__init__(gettext("There is no such playback session."))


class SessionOver(APIException):
    """The session has ended or its lease ran out; another may be begun."""

    status_code = 410
    default_code = "session_over"

    def __init__(self) -> None:
        super().__init__(gettext("This playback session is over. Please press play again."))


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A new session and the token that is given out once."""

    session: PlaybackSession
    token: str


def find_item(*, screening_id: str, item_id: str | None, now: datetime) -> ScreeningItem | None:
    """The named item of a screening, or its first film; `None` where there is none to know of."""
    items = (
        ScreeningItem.objects.filter(
            screening__in=Screening.objects.reachable_at(now), screening__public_id=screening_id
        )
        .select_related("screening__edition", "version__publication")
        .order_by("position")
    )
    if item_id is not None:
        return items.filter(public_id=item_id).first()
    return items.filter(kind=ItemKind.FILM).first()


@transaction.atomic
def begin(*, item: ScreeningItem, user: User | AnonymousUser, place: Place, now: datetime) -> Begun:
    """A session on an item of a screening; raises `AccessDenied` with every reason."""
    verdict = _granted(item.screening, user=user, place=place, now=now)
    publication = item.version.publication
    if publication is None:
        raise UnknownSession  # an introduction that is not there; the film itself is in `decide`
    token = new_token()
    session = PlaybackSession.objects.create(
        token_hash=token_hash(token),
        user=user if user.is_authenticated else None,
        item=item,
        publication=publication,
        ticket_id=verdict.ticket_id,
        started_at=now,
        granted_until=verdict.until,
        lease_until=now + timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS),
    )
    return Begun(session=session, token=token)


def find(*, token: str, now: datetime) -> PlaybackSession:
    """The running session of a token; raises `UnknownSession` or `SessionOver`."""
    session = (
        PlaybackSession.objects.select_related("item__screening__edition", "publication", "user")
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
    track = session.publication.tracks.filter(secret=secret_id).order_by("pk").first()
    if track is None:
        raise UnknownSession
    periods = -(-track.segments.count() // track.key_period_segments)
    if period >= periods:
        raise UnknownSession
    seconds = track.key_period_segments * SEGMENT_SECONDS
    _keep(session, place=place, now=now, lease=timedelta(seconds=seconds) + KEY_GRACE)
    _count_served(session, period=period, seconds=seconds, now=now)
    sealed = bytes(ContentSecret.objects.get(pk=secret_id).sealed)
    secret = keys.unseal(sealed, key_encryption_keys=settings.KEY_ENCRYPTION_KEYS)
    return keys.period_key(secret, period=period)


def end(*, session: PlaybackSession, now: datetime) -> None:
    """The viewer left."""
    PlaybackSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now)


def _keep(
    session: PlaybackSession, *, place: Place, now: datetime, lease: timedelta
) -> PlaybackSession:
    try:
        verdict = _granted(
            session.item.screening,
            user=session.user or AnonymousUser(),
            place=place,
            now=now,
            running_since=session.started_at,
        )
    except AccessDenied:
        end(session=session, now=now)
        raise
    lease = max(lease, timedelta(seconds=settings.LEASE_PLAYBACK_SECONDS))
    session.granted_until = verdict.until
    session.lease_until = max(session.lease_until, min(now + lease, verdict.until))
    session.save(update_fields=["granted_until", "lease_until"])
    return session


def _granted(
    screening: Screening,
    *,
    user: User | AnonymousUser,
    place: Place,
    now: datetime,
    running_since: datetime | None = None,
) -> Granted:
    verdict = catalog.verdict_for(
        screening=screening, user=user, place=place, now=now, running_since=running_since
    )
    if isinstance(verdict, Denied):
        raise AccessDenied(verdict)
    return verdict


def _count_served(session: PlaybackSession, *, period: int, seconds: int, now: datetime) -> None:
    """The watch period starts once three minutes of film were served."""
    if session.ticket_id is None or period in session.served_periods:
        return
    session.served_periods = [*session.served_periods, period]
    session.save(update_fields=["served_periods"])
    if len(session.served_periods) * seconds >= WATCH_STARTS_AFTER_SECONDS:
        catalog.start_watch_period(ticket_id=session.ticket_id, now=now)
