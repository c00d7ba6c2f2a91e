"""Sessions begin: after a verdict, with a free place, on what is published now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.models import User
from catalog import services as catalog
from catalog.denials import AccessDenied
from catalog.models import BookingMode, FilmVersion, Screening, ScreeningItem, Ticket
from catalog.services.facts_sql import documents
from catalog.verdict import Denied, Granted, Place
from vod.playback import trailers
from vod.playback.holding import hold
from vod.playback.lengths import Shown, shown_of
from vod.playback.models import PlaybackSession, Progress, SessionItem
from vod.playback.refusals import TooManyStreams
from vod.playback.resuming import Resume, Saved, resume
from vod.playback.services import places
from vod.playback.services.deciding import NOT_READY
from vod.playback.services.looking import shortest_lease
from vod.playback.services.showing import TRAILER
from vod.playback.tokens import new_token, token_hash

WATCH_STARTS_AFTER_SECONDS = 180  # of film served: a tunnel must not burn a watch period


@dataclass(frozen=True, kw_only=True)
class BegunItem:
    """What is played, in order."""

    public_id: str
    shown: Shown
    resume_seconds: int


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A new session and the token that is given out once. A trailer has no verdict."""

    session: PlaybackSession
    token: str
    items: Sequence[BegunItem]
    resume_item: str
    verdict: Granted | None


@transaction.atomic
def begin_trailer(*, trailer: FilmVersion, now: datetime) -> Begun:
    """A session on a trailer. Anybody may; who it is isn't kept. Raises `AccessDenied`."""
    if trailer.publication_id is None or not trailers.is_free(trailer, now=now):
        raise AccessDenied(NOT_READY)
    session, token = _created(until=now + trailers.PLAYS_FOR, now=now, trailer=trailer)
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
    """
    items = _items(screening_id, now=now)
    wanted = next((item for item in items if item.public_id == item_id), None)
    if not items or (item_id is not None and wanted is None):
        return None
    facts = documents([items[0].screening_id], user=user)[items[0].screening_id]
    decide = partial(catalog.verdict_from, facts, place=place, now=now)
    verdict = decide(item=wanted.pk if wanted else None)
    if isinstance(verdict, Denied):
        raise AccessDenied(verdict)
    playable = [item for item in items if decide(item=item.pk)]
    if not playable or not isinstance(user, User):
        raise AccessDenied(NOT_READY)  # the verdict has said so
    with transaction.atomic():
        return _begun(playable, wanted, verdict, user=user, place=place, now=now, ending=ending)


def _items(screening_id: str, *, now: datetime) -> list[ScreeningItem]:
    """All items of a screening that may be known of, in order."""
    return list(
        ScreeningItem.objects.reachable_at(now)
        .filter(
            screening__in=Screening.objects.reachable_at(now),
            screening__public_id=screening_id,
        )
        .select_related("screening__edition", "version__film")
        .order_by("position")
    )


def _begun(
    items: Sequence[ScreeningItem],
    wanted: ScreeningItem | None,
    verdict: Granted,
    *,
    user: User,
    place: Place,
    now: datetime,
    ending: Sequence[str],
) -> Begun:
    places.lock(user.pk)
    in_room = _is_of_room(verdict.ticket_id)
    room = verdict.ticket_id if in_room else None
    if not places.make_room(user=user, ending=ending, ticket_of_room=room, now=now):
        raise TooManyStreams
    pinned = {item.pk: item.version.publication_id or 0 for item in items}
    shown = shown_of(pinned.values())
    lengths = {pk: shown[publication].seconds for pk, publication in pinned.items()}
    begins = _resume(verdict.ticket_id, lengths, wanted=wanted, now=now)
    enough = min(WATCH_STARTS_AFTER_SECONDS, max(1, int(sum(lengths.values()))))
    session, token = _created(
        until=verdict.until,
        now=now,
        user=user,
        screening=items[0].screening,
        ticket_id=verdict.ticket_id,
        in_room=in_room,
        country=place.country or "",
        watch_after_seconds=enough,
        at_item_id=begins.item,
        position_seconds=begins.seconds[begins.item],
    )
    SessionItem.objects.bulk_create(
        SessionItem(session=session, item=item, publication_id=pinned[item.pk], position=place)
        for place, item in enumerate(items)
    )
    hold(pinned.values(), now=now)
    return Begun(
        session=session,
        token=token,
        items=[
            BegunItem(
                public_id=item.public_id,
                shown=shown[pinned[item.pk]],
                resume_seconds=begins.seconds[item.pk],
            )
            for item in items
        ],
        resume_item=next(item.public_id for item in items if item.pk == begins.item),
        verdict=verdict,
    )


def _is_of_room(ticket_pk: int) -> bool:
    return Ticket.objects.filter(pk=ticket_pk, booking__mode=BookingMode.ROOM).exists()


def _resume(
    ticket_pk: int, lengths: dict[int, float], *, wanted: ScreeningItem | None, now: datetime
) -> Resume:
    rows = Progress.objects.filter(ticket=ticket_pk, expires_at__gt=now)
    saved = {
        item: Saved(seconds=seconds, at=at)
        for item, seconds, at in rows.values_list("item", "position_seconds", "saved_at")
    }
    return resume(lengths=lengths, saved=saved, wanted=wanted.pk if wanted else None)


def _created(*, until: datetime, now: datetime, **whose: object) -> tuple[PlaybackSession, str]:
    token = new_token()
    fields: dict[str, object] = {"watch_after_seconds": WATCH_STARTS_AFTER_SECONDS} | whose
    session = PlaybackSession.objects.create(
        token_hash=token_hash(token),
        started_at=now,
        seated_at=now,
        metered_until=now,
        granted_until=until,
        lease_until=min(now + shortest_lease(), until),
        **fields,
    )
    return session, token
