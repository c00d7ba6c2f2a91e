"""The report over the API, and where players report."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Film
from vod.audience import services
from vod.audience.cmcd import LONGEST_BODY, MEDIA_TYPE
from vod.audience.examples import REPORT
from vod.audience.refusals import RETRY_SECONDS, AnotherType, TooLong, TooManyReports
from vod.audience.serializers import AudienceReportSerializer
from vod.playback.views.answers import refusal, under_token


class Audience(APIView):
    """How a film was watched."""

    @extend_schema(
        responses=AudienceReportSerializer,
        examples=[REPORT],
        operation_id="films_audience_retrieve",
    )
    def get(self, request: Request, slug: str) -> Response:
        """The report for those who hold the film's rights; others are told of no film.

        Published periods only: whole days, of five people or more each, never changed. Countries
        of fewer people, and China and Hong Kong always, are under the empty name.
        """
        user: Any = request.user
        film = get_object_or_404(Film, slug=slug)
        if not services.may_see_report(user, film):
            raise NotFound
        return Response(AudienceReportSerializer(services.report_on(film, now=timezone.now())).data)


@under_token("POST")
def cmcd(request: HttpRequest, token: str) -> HttpResponse:
    """Take a batch of CMCD version 2 events; how many of its lines were none."""
    try:
        malformed = services.collect(token=token, body=_body(request), now=timezone.now())
    except TooManyReports as error:
        response = refusal(request, error)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return JsonResponse({"malformed": malformed})


def _body(request: HttpRequest) -> bytes:
    """What was sent, if it is of the right type and not too long."""
    if request.content_type != MEDIA_TYPE:
        raise AnotherType
    # The server limits a body that does not say its length; Django reads no further than it says.
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isdecimal() or int(said) > LONGEST_BODY:
        raise TooLong
    return request.body
