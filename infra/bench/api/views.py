"""Yardsticks: an empty view, one with a query, and the listing without its decision."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Film, Screening
from catalog.verdict import Granted, Verdict
from catalog.views import ScreeningList


def empty(request: HttpRequest) -> HttpResponse:
    """What server and middleware cost."""
    return HttpResponse(b"{}", content_type="application/json")


def one_query(request: HttpRequest, slug: str) -> HttpResponse:
    """A plain Django function with one query."""
    film = Film.objects.get(slug=slug)
    return JsonResponse({"slug": film.slug, "year": film.year})


class Who(APIView):
    """What it costs to know who asks."""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> Response:
        """Name her."""
        user: Any = request.user
        return Response({"id": user.public_id, "roles": sorted(user.role_names)})


class ConstantVerdicts(ScreeningList):
    """The same listing, and everybody may watch everything."""

    def verdicts(self, screenings: list[Screening], *, now: datetime) -> dict[int, Verdict]:
        """Decide nothing, load nothing for it."""
        granted = Granted(
            offer_id=1,
            ticket_id=1,
            until=now + timedelta(days=1),
            starts_watch_period=False,
            cut_short=None,
        )
        return {screening.pk: granted for screening in screenings}
