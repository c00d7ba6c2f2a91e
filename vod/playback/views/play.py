"""Under `/play/TOKEN/`: one domain call each; the clock is read here.

It is the process's clock, here and everywhere: servers keep theirs by NTP. One that is off by some
seconds gives leases that are as much shorter or longer; it opens no window that the verdict, made
by the same clock, would not, and what the meter was paid never goes back.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from rest_framework.exceptions import APIException

from catalog.places import place_of
from vod.playback import playlists, services
from vod.playback.compression import compressed
from vod.playback.services import StreamDenied
from vod.playback.views.answers import under_token

PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
LONGEST_BODY = 1024
JSON_TYPES = ("application/json", "text/plain")
LONGEST_SECONDS = 7 * 24 * 3600
LONGEST_ID = 22


class BadHeartbeat(APIException):
    """A body that is none of ours."""

    status_code = 400
    default_code = "invalid"

    def __init__(self) -> None:
        super().__init__(gettext("A heartbeat says which item is played, and at which second."))


@under_token("GET")
def multivariant_playlist(
    request: HttpRequest, token: str, item: str | None = None
) -> HttpResponse:
    """What the player opens first; of the first item where none is named."""
    showing = services.showing(token=token, place=place_of(request), now=timezone.now())
    text = playlists.multivariant_playlist(
        showing.publication(item), token=token, item_id=item or next(iter(showing.publications))
    )
    return compressed(request, text, content_type=PLAYLIST_TYPE)


@under_token("GET")
def media_playlist(request: HttpRequest, token: str, track_id: str) -> HttpResponse:
    """One track, with signed segment addresses."""
    now = timezone.now()
    showing = services.showing(token=token, place=place_of(request), now=now)
    text = playlists.media_playlist(
        list(showing.publications.values()),
        token=token,
        session_id=showing.session_id,
        track_id=track_id,
        granted_until=showing.granted_until,
        now=now,
    )
    return compressed(request, text, content_type=PLAYLIST_TYPE)


@under_token("GET")
def storyboard(request: HttpRequest, token: str, item: str | None = None) -> HttpResponse:
    """Small pictures of the film, for whoever looks for a place in it: WebVTT over sheets."""
    now = timezone.now()
    showing = services.showing(token=token, place=place_of(request), now=now)
    text = playlists.storyboard_text(
        showing.publication(item),
        session_id=showing.session_id,
        granted_until=showing.granted_until,
        now=now,
    )
    return compressed(request, text, content_type="text/vtt; charset=utf-8")


@under_token("GET")
def period_key(request: HttpRequest, token: str, secret: int, period: int) -> HttpResponse:
    """Sixteen bytes. The control: every key request decides anew."""
    key = services.period_key(
        token=token, secret=secret, period=period, place=place_of(request), now=timezone.now()
    )
    return HttpResponse(key, content_type="application/octet-stream")


@under_token("GET")
def stills_key(request: HttpRequest, token: str, secret: int) -> HttpResponse:
    """The same for the pictures that are shown while somebody seeks."""
    key = services.stills_key(
        token=token, secret=secret, place=place_of(request), now=timezone.now()
    )
    return HttpResponse(key, content_type="application/octet-stream")


@under_token("POST")
def heartbeat(request: HttpRequest, token: str) -> HttpResponse:
    """Renew the lease; 410 with the reasons when the stream has to stop."""
    item, position = _where(request)
    try:
        kept = services.heartbeat(
            token=token,
            place=place_of(request),
            now=timezone.now(),
            item=item,
            position=position,
        )
    except StreamDenied as denied:
        denied.status_code = 410
        raise
    return JsonResponse({name: at and _zulu(at) for name, at in asdict(kept).items()})


@under_token("POST")
def end(request: HttpRequest, token: str) -> HttpResponse:
    """The viewer left, and may say where, as a heartbeat does."""
    item, position = _where(request)
    services.end(token=token, now=timezone.now(), item=item, position=position)
    return HttpResponse(status=204)


def _zulu(at: datetime) -> str:
    """As the API writes instants."""
    return at.isoformat().replace("+00:00", "Z")


def _where(request: HttpRequest) -> tuple[str, int | None]:
    """The item and the second of a heartbeat's body, both of which may be missing.

    A page that is being left sends JSON as text; a form says nothing. Raises `BadHeartbeat`.
    """
    said = _json(request) if request.content_type in JSON_TYPES else {}
    item, position = said.get("item") or "", said.get("position")
    if not isinstance(item, str) or len(item) > LONGEST_ID or "\0" in item:
        raise BadHeartbeat
    if position is None:
        return item, None
    if isinstance(position, bool) or not isinstance(position, int | float):
        raise BadHeartbeat
    if not 0 <= position <= LONGEST_SECONDS:  # NaN is not
        raise BadHeartbeat
    return item, int(position)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
            raise BadHeartbeat
        said = json.loads(request.body or b"{}")
    except ValueError as error:
        raise BadHeartbeat from error
    if not isinstance(said, dict):
        raise BadHeartbeat
    return said
