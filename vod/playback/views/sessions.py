"""The play button, and one's own sessions."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.denials import language_asked
from catalog.places import place_of
from vod.playback import services, trailers
from vod.playback.refusals import TooManyStreams
from vod.playback.serializers import (
    BeginSerializer,
    OwnSessionSerializer,
    SessionSerializer,
    TooManyStreamsSerializer,
    own_sessions_json,
    session_json,
)


class BeginPlayback(APIView):
    """The play button."""

    permission_classes = (AllowAny,)  # the verdict says what is missing, log-in included

    @extend_schema(
        request=BeginSerializer,
        responses={201: SessionSerializer, 409: OpenApiResponse(TooManyStreamsSerializer)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Begin a session on a screening, or be told every reason why not.

        409 names the caller's other sessions; asked again with `end`, those end and this begins.
        """
        body = BeginSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        now = timezone.now()
        try:
            begun = services.begin(
                screening_id=public_id,
                item_id=body.validated_data.get("item"),
                user=request.user,
                place=place_of(request),
                now=now,
                ending=body.validated_data.get("end", ()),
            )
        except TooManyStreams as refused:
            raise TooManyStreams(_own(request)) from refused
        if begun is None:
            raise NotFound
        return Response(session_json(begun, request=request, now=now), status=201)


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
        return Response(session_json(begun, request=request, now=now), status=201)


class OwnSessions(APIView):
    """What one watches now, on whichever device."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=OwnSessionSerializer(many=True), operation_id="playback_sessions_list")
    def get(self, request: Request) -> Response:
        """List one's own sessions that hold a place. There are a handful at most: no pages."""
        return Response(_own(request))


class OwnSession(APIView):
    """One of them."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses={204: None}, operation_id="playback_sessions_end")
    def delete(self, request: Request, public_id: str) -> Response:
        """End it; the device that plays it is told so with 410."""
        user: Any = request.user
        if not services.end_own(user=user, session_id=public_id, now=timezone.now()):
            raise NotFound
        return Response(status=204)


def _own(request: Request) -> list[dict[str, Any]]:
    user: Any = request.user
    sessions = services.own_sessions(user=user, now=timezone.now())
    return own_sessions_json(sessions, language=language_asked(request))
