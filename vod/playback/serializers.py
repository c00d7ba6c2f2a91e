"""Shapes of the playback API."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from vod.playback import examples, playlists
from vod.playback.services import Begun, BegunItem, OwnSession

MOST_ENDED = 100


@extend_schema_serializer(examples=[examples.BEGIN])
class BeginSerializer(serializers.Serializer[Any]):
    """What to begin with, where it is not where one was; which of one's sessions end for it."""

    item = serializers.CharField(required=False, max_length=22)
    end = serializers.ListField(
        child=serializers.CharField(max_length=22), required=False, max_length=MOST_ENDED
    )


class PlayedItemSerializer(serializers.Serializer[Any]):
    """An item of the session, in the order in which it is played."""

    id = serializers.CharField()
    manifest_url = serializers.CharField()
    storyboard_url = serializers.CharField(allow_null=True)
    resume_seconds = serializers.IntegerField()


@extend_schema_serializer(examples=[examples.SESSION])
class SessionSerializer(serializers.Serializer[Any]):
    """A session just begun.

    `watch_until` ends the watch period; while `watch_starts_after_seconds` of film are still to
    be served, it has not begun and is reckoned from now. `closes_at` ends every stream. `mark` is
    shown over the picture where it is given. After `urls_until` playlists name other addresses.
    """

    id = serializers.CharField()
    manifest_url = serializers.CharField()
    heartbeat_url = serializers.CharField()
    end_url = serializers.CharField()
    cmcd_url = serializers.CharField()
    storyboard_url = serializers.CharField(allow_null=True)
    heartbeat_seconds = serializers.IntegerField()
    lease_until = serializers.DateTimeField()
    granted_until = serializers.DateTimeField()
    urls_until = serializers.DateTimeField()
    watch_until = serializers.DateTimeField(allow_null=True)
    watch_starts_after_seconds = serializers.IntegerField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    mark = serializers.CharField(allow_null=True)
    items = PlayedItemSerializer(many=True)
    resume_item = serializers.CharField()


@extend_schema_serializer(examples=[examples.STAFF_VIEW])
class StaffViewSerializer(serializers.Serializer[Any]):
    """`viewer` tells one of the staff from another, and not who she is: ask us."""

    at = serializers.DateTimeField()
    role = serializers.CharField()
    viewer = serializers.CharField()


class NamedScreeningSerializer(serializers.Serializer[Any]):
    """A screening by its title in the caller's language."""

    id = serializers.CharField()
    title = serializers.CharField()


class OwnSessionSerializer(serializers.Serializer[Any]):
    """A session that runs. A screening that nobody may know of any more is null."""

    id = serializers.CharField()
    started_at = serializers.DateTimeField()
    screening = NamedScreeningSerializer(allow_null=True)


@extend_schema_serializer(examples=[examples.TOO_MANY_STREAMS])
class TooManyStreamsSerializer(serializers.Serializer[Any]):
    """A problem that says which sessions stand in the way."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    sessions = OwnSessionSerializer(many=True)


def session_json(begun: Begun, *, request: Request, now: datetime) -> dict[str, Any]:
    """What the player is told."""

    def url(name: str, *args: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[begun.token, *args]))

    session, verdict = begun.session, begun.verdict
    items = [_item_json(item, url) for item in begun.items]
    unused = verdict is not None and verdict.watch_until and verdict.starts_watch_period
    return SessionSerializer(
        {
            "id": session.public_id,
            "manifest_url": url("multivariant-playlist"),
            "heartbeat_url": url("heartbeat"),
            "end_url": url("end-session"),
            "cmcd_url": url("heartbeat").removesuffix("heartbeat") + "cmcd",
            "storyboard_url": url("storyboard") if items[0]["storyboard_url"] else None,
            "heartbeat_seconds": settings.HEARTBEAT_SECONDS,
            "lease_until": session.lease_until,
            "granted_until": session.granted_until,
            "urls_until": playlists.urls_until(session.granted_until, now=now),
            "watch_until": verdict and verdict.watch_until,
            "watch_starts_after_seconds": session.watch_after_seconds if unused else None,
            "closes_at": verdict and verdict.closes_at,
            "mark": begun.mark,
            "items": items,
            "resume_item": begun.resume_item,
        }
    ).data


def own_sessions_json(
    sessions: Iterable[OwnSession], *, language: str | None
) -> list[dict[str, Any]]:
    """One's sessions, with what may be known of their screenings."""
    rows = [
        {
            "id": own.session.public_id,
            "started_at": own.session.started_at,
            "screening": _screening_json(own, language or "en"),
        }
        for own in sessions
    ]
    return list(OwnSessionSerializer(rows, many=True).data)


def _item_json(item: BegunItem, url: Callable[..., str]) -> dict[str, Any]:
    has_storyboard = item.shown.has_storyboard
    return {
        "id": item.public_id,
        "manifest_url": url("item-playlist", item.public_id),
        "storyboard_url": url("item-storyboard", item.public_id) if has_storyboard else None,
        "resume_seconds": item.resume_seconds,
    }


def _screening_json(own: OwnSession, language: str) -> dict[str, str] | None:
    screening = own.screening
    if screening is None:
        return None
    films = [item.version.film for item in screening.items.all()]
    title = _title([text for text in screening.texts.all() if text.title], language)
    if not title and films:
        title = _title(films[0].texts.all(), language)
    return {"id": screening.public_id, "title": title}


def _title(texts: Iterable[Any], language: str) -> str:
    """In the reader's language, the other script of it, English, or whatever there is."""
    known: dict[str, str] = {text.language.lower(): text.title for text in texts}
    family = language.lower().split("-")[0]
    nearest = [tag for tag in sorted(known) if tag.split("-")[0] == family]
    for tag in (language.lower(), *nearest, "en", *known):
        if known.get(tag):
            return known[tag]
    return ""
