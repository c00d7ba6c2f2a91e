"""Playback's endpoints: one domain call each; the clock is read here."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.denials import AccessDenied
from catalog.places import place_of
from vod.playback import playlists, services, trailers
from vod.playback.models import PlaybackSession
from vod.playback.refusals import SessionOver
from vod.playback.serializers import BeginSerializer, LeaseSerializer, SessionSerializer

PLAYLIST_TYPE = "application/vnd.apple.mpegurl"


class BeginPlayback(APIView):
    """The play button."""

    permission_classes = (AllowAny,)  # the verdict says what is missing, log-in included

    @extend_schema(request=BeginSerializer, responses={201: SessionSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        """Begin a session on a screening, or be told every reason why not."""
        body = BeginSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        item = services.find_item(
            screening_id=public_id, item_id=body.validated_data.get("item"), now=timezone.now()
        )
        if item is None:
            raise NotFound
        begun = services.begin(
            item=item,
            user=request.user,
            place=place_of(request),
            now=timezone.now(),
        )
        return Response(_session_json(request, begun), status=201)


class BeginTrailer(APIView):
    """The play button of a trailer."""

    permission_classes = (AllowAny,)

    @extend_schema(request=None, responses={201: SessionSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        """Begin a session on a trailer: without a ticket, and without keeping who it was."""
        now = timezone.now()
        trailer = trailers.find(version_id=public_id, now=now)
        if trailer is None:
            raise NotFound
        begun = services.begin_trailer(trailer=trailer, now=now)
        return Response(_session_json(request, begun), status=201)


class OneShapeOnly(DefaultContentNegotiation):
    """Players accept types of their own; there is one shape to choose from, so none is refused."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        """Take the first renderer."""
        return renderers[0], renderers[0].media_type


class PlayView(APIView):
    """Under `/play/TOKEN/`: the token is the log-in; any page may read the answer."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    content_negotiation_class = OneShapeOnly

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Readable from everywhere without credentials; kept nowhere unless a view says so."""
        final = super().finalize_response(request, response, *args, **kwargs)
        final["Access-Control-Allow-Origin"] = "*"
        final.setdefault("Cache-Control", "no-store")
        final["Referrer-Policy"] = "no-referrer"
        return final

    def session(self, token: str) -> PlaybackSession:
        """The running session of the path's token."""
        return services.find(token=token, now=timezone.now())


@method_decorator(gzip_page, name="dispatch")
class MultivariantPlaylist(PlayView):
    """What the player opens first."""

    @extend_schema(exclude=True)
    def get(self, request: Request, token: str) -> HttpResponse:
        """The multivariant playlist."""
        text = playlists.multivariant_playlist(self.session(token), token=token)
        return HttpResponse(text, content_type=PLAYLIST_TYPE)


@method_decorator(gzip_page, name="dispatch")
class MediaPlaylist(PlayView):
    """One track."""

    @extend_schema(exclude=True)
    def get(self, request: Request, token: str, track_id: str) -> HttpResponse:
        """A media playlist with presigned segment addresses."""
        text = playlists.media_playlist(
            self.session(token), token=token, track_id=track_id, now=timezone.now()
        )
        return HttpResponse(text, content_type=PLAYLIST_TYPE)


@method_decorator(gzip_page, name="dispatch")
class Storyboard(PlayView):
    """Small pictures of the film, for whoever looks for a place in it."""

    @extend_schema(exclude=True)
    def get(self, request: Request, token: str) -> HttpResponse:
        """WebVTT whose cues point into sheets at presigned addresses."""
        text = playlists.storyboard_text(self.session(token), now=timezone.now())
        return HttpResponse(text, content_type="text/vtt; charset=utf-8")


class PeriodKey(PlayView):
    """The control: every key request decides anew."""

    @extend_schema(exclude=True)
    def get(self, request: Request, token: str, secret_id: int, period: int) -> HttpResponse:
        """Sixteen bytes."""
        key = services.period_key(
            session=self.session(token),
            secret_id=secret_id,
            period=period,
            place=place_of(request),
            now=timezone.now(),
        )
        return HttpResponse(key, content_type="application/octet-stream")


class StillsKey(PlayView):
    """The same for the pictures that are shown while somebody seeks."""

    @extend_schema(exclude=True)
    def get(self, request: Request, token: str, secret_id: int) -> HttpResponse:
        """Sixteen bytes."""
        key = services.stills_key(
            session=self.session(token),
            secret_id=secret_id,
            place=place_of(request),
            now=timezone.now(),
        )
        return HttpResponse(key, content_type="application/octet-stream")


class Heartbeat(PlayView):
    """Keeps a session."""

    @extend_schema(request=None, responses=LeaseSerializer)
    def post(self, request: Request, token: str) -> Response:
        """Renew the lease; 410 with the reasons when the stream has to stop."""
        try:
            session = services.heartbeat(
                session=self.session(token), place=place_of(request), now=timezone.now()
            )
        except AccessDenied as denied:
            denied.status_code = SessionOver.status_code
            raise
        return Response(LeaseSerializer(session).data)


class End(PlayView):
    """The viewer left."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, token: str) -> Response:
        """End the session."""
        services.end(session=self.session(token), now=timezone.now())
        return Response(status=204)


def _session_json(request: Request, begun: services.Begun) -> dict[str, Any]:
    def url(name: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[begun.token]))

    return SessionSerializer(
        {
            "id": begun.session.public_id,
            "manifest_url": url("multivariant-playlist"),
            "heartbeat_url": url("heartbeat"),
            "end_url": url("end-session"),
            "storyboard_url": url("storyboard") if begun.has_storyboard else None,
            "heartbeat_seconds": settings.HEARTBEAT_SECONDS,
            "lease_until": begun.session.lease_until,
            "granted_until": begun.session.granted_until,
        }
    ).data
