"""Sessions begin: after a verdict, with a free place, on what is published now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.models import User
from catalog import services as catalog
from catalog.denials import AccessDenied
from catalog.models import FilmVersion
from catalog.statements import one_row
from catalog.verdict import Denied, Granted, Place
from vod.playback import start_sql, trailers
from vod.playback.holding import hold
from vod.playback.lengths import Shown, shown_of
from vod.playback.models import EndReason, PlaybackSession, SessionItem
from vod.playback.refusals import TooManyStreams
from vod.playback.resuming import resume
from vod.playback.services import places
from vod.playback.services.deciding import NOT_READY
from vod.playback.services.looking import shortest_lease
from vod.playback.services.showing import TRAILER
from vod.playback.services.staff_views import note_staff_view
from vod.playback.services.starting import Item, standing
from vod.playback.services.tracing import marked
from vod.playback.tokens import new_token, token_hash

WATCH_STARTS_AFTER_SECONDS = 180  # of film served: a tunnel must not burn a watch period
# What `start_sql.BEGIN` is told of a session, by the names of its fields.
KEPT = (
    "public_id",
    "token_hash",
    "user_id",
    "screening_id",
    "ticket_id",
    "in_room",
    "granted_until",
    "lease_until",
    "country",
    "watch_after_seconds",
    "at_item_id",
    "position_seconds",
)
MOST_LAPSED = 8  # of a viewer's streams that lapsed, so many may come back


@dataclass(frozen=True, kw_only=True)
class BegunItem:
    """What is played, in order."""

    public_id: str
    shown: Shown
    resume_seconds: int


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A new session, the token and the mark that are given out once. A trailer has no verdict."""

    session: PlaybackSession
    token: str
    items: Sequence[BegunItem]
    resume_item: str
    verdict: Granted | None
    mark: str | None = None


@transaction.atomic
def begin_trailer(*, trailer: FilmVersion, now: datetime) -> Begun:
    """A session on a trailer. Anybody may; who it is isn't kept. Raises `AccessDenied`."""
    if trailer.publication_id is None or not trailers.is_free(trailer, now=now):
        raise AccessDenied(NOT_READY)
    token = new_token()
    session = _session(token, until=now + trailers.PLAYS_FOR, now=now, trailer=trailer)
    session.save(force_insert=True)
    SessionItem.objects.create(session=session, publication_id=trailer.publication_id, position=0)
    hold([trailer.publication_id], now=now)
    shown = shown_of([trailer.publication_id])[trailer.publication_id]
    item = BegunItem(public_id=TRAILER, shown=shown, resume_seconds=0)
    return Begun(session=session, token=token, items=[item], resume_item=TRAILER, verdict=None)


def begin(
    *,
    screening_id: str,
    item_id: str | None,
    user: User | AnonymousUser,
    place: Place,
    now: datetime,
    ending: Sequence[str] = (),
) -> Begun | None:
    """A session on a screening, or None where there is none to know of.

    `item_id`: what to begin with. `ending`: sessions of the viewer's own that end for this one, or
    go on if it does not begin. Raises `AccessDenied` with every reason, and `TooManyStreams`.
    Three statements: one looks, one locks the viewer, one begins.
    """
    found = standing(screening_id=screening_id, viewer=user.pk, now=now)
    if found is None:
        return None
    wanted = next((item for item in found.items if item.public_id == item_id), None)
    if item_id is not None and wanted is None:
        return None
    decide = partial(catalog.verdict_from, found.facts, place=place, now=now)
    verdict = decide(item=wanted.pk if wanted else None)
    if isinstance(verdict, Denied):
        raise AccessDenied(verdict)
    playable = [item for item in found.items if decide(item=item.pk)]
    if not playable or not isinstance(user, User):
        raise AccessDenied(NOT_READY)  # the verdict has said so
    shown = shown_of([item.publication for item in playable])
    begins = resume(
        lengths={item.pk: shown[item.publication].seconds for item in playable},
        saved=found.saved.get(verdict.ticket_id, {}),
        wanted=wanted.pk if wanted else None,
    )
    token = new_token()
    session = _session(
        token,
        until=verdict.until,
        now=now,
        user=user,
        screening_id=found.screening_pk,
        ticket_id=verdict.ticket_id,
        in_room=verdict.ticket_id in found.rooms,
        country=place.country or "",
        watch_after_seconds=_watch_after([shown[item.publication] for item in playable]),
        at_item_id=begins.item,
        position_seconds=begins.seconds[begins.item],
    )
    with transaction.atomic():
        _take_place(session, playable, ending=ending, now=now)
        mark = marked(
            audience=verdict.audience,
            user=user,
            screening=screening_id,
            items=[item.public_id for item in playable],
            now=now,
        )
        films = [item.film for item in playable]
        note_staff_view(audience=verdict.audience, user=user, films=films, now=now)
        if due := [item.publication for item in playable if item.hold_is_due]:
            hold(due, now=now)
    return Begun(
        session=session,
        token=token,
        items=[
            BegunItem(
                public_id=item.public_id,
                shown=shown[item.publication],
                resume_seconds=begins.seconds[item.pk],
            )
            for item in playable
        ],
        resume_item=next(item.public_id for item in playable if item.pk == begins.item),
        verdict=verdict,
        mark=mark,
    )


def _watch_after(shown: Sequence[Shown]) -> int:
    """Seconds of film that begin the watch period: of a shorter block, all of it."""
    seconds = sum(film.seconds for film in shown)
    return min(WATCH_STARTS_AFTER_SECONDS, max(1, int(seconds)))


def _session(token: str, *, until: datetime, now: datetime, **whose: object) -> PlaybackSession:
    """One that is not kept yet."""
    fields: dict[str, object] = {"watch_after_seconds": WATCH_STARTS_AFTER_SECONDS} | whose
    return PlaybackSession(
        token_hash=token_hash(token),
        started_at=now,
        seated_at=now,
        metered_until=now,
        granted_until=until,
        lease_until=min(now + shortest_lease(), until),
        **fields,
    )


def _take_place(
    session: PlaybackSession, items: Sequence[Item], *, ending: Sequence[str], now: datetime
) -> None:
    """Keep the session and its items, where a place is free. Raises `TooManyStreams`.

    One of a viewer's sessions takes a place at a time. `ending` make room; where there is none all
    the same, the transaction ends and they go on.
    """
    places.lock(session.user_id or 0)
    if ending:
        hers = PlaybackSession.objects.filter(user=session.user_id, public_id__in=ending)
        hers.end(reason=EndReason.ELSEWHERE, now=now)
    values = {name: getattr(session, name) for name in KEPT}
    row = one_row(
        start_sql.BEGIN,
        values
        | {
            "now": now,
            "items": [item.pk for item in items],
            "publications": [item.publication for item in items],
            "places": settings.STREAMS_PER_VIEWER,
            "most_lapsed": MOST_LAPSED,
        },
    )
    if row is None:
        raise TooManyStreams
    [session.pk] = row
