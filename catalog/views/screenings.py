"""Screenings, each with the verdict for the caller."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.denials import language_asked
from catalog.filters import ScreeningFilter
from catalog.models import Screening
from catalog.permissions import ReadOrStaff, sight_of
from catalog.places import place_of
from catalog.serializers import (
    ScreeningSerializer,
)
from catalog.verdict import Verdict
from catalog.views.block_building import BuildsScreenings, ChangesScreenings
from catalog.views.resources import EVERYTHING


@method_decorator(never_cache, name="dispatch")
class ScreeningList(BuildsScreenings, ListAPIView[Screening]):
    """Screenings, each with the verdict for the caller."""

    permission_classes = (ReadOrStaff,)
    serializer_class = ScreeningSerializer
    filterset_class = ScreeningFilter
    parameters = (EVERYTHING.name,)
    queryset = Screening.objects.none()  # the real one depends on who asks, and when

    @extend_schema(parameters=[EVERYTHING])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what is shown, by programme, with the caller's access to each."""
        now = timezone.now()
        sight = sight_of(request, now=now)
        screenings = Screening.objects.seen_at(sight).in_order()
        rows = screenings.with_page(user=request.user, now=sight)
        page = self.paginate_queryset(self.filter_queryset(rows)) or []
        context = {
            "verdicts": self.verdicts(page, now=now),
            "language": language_asked(request),
            "listed": sight == now,
        }
        data = ScreeningSerializer(page, many=True, context=context).data
        return self.get_paginated_response(data)

    def verdicts(self, screenings: list[Screening], *, now: datetime) -> dict[int, Verdict]:
        """Decide for the caller, by primary key."""
        place = place_of(self.request)
        return services.verdicts(
            screenings=screenings, user=self.request.user, place=place, now=now
        )


@method_decorator(never_cache, name="dispatch")
class ScreeningDetail(ChangesScreenings, APIView):
    """One screening."""

    permission_classes = (ReadOrStaff,)

    @extend_schema(parameters=[EVERYTHING], responses=ScreeningSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show a screening with the verdict for the caller."""
        now = timezone.now()
        sight = sight_of(request, now=now)
        screenings = Screening.objects.reachable_at(sight).with_page(user=request.user, now=sight)
        screening = get_object_or_404(screenings, public_id=public_id)
        context = {
            "verdicts": services.verdicts(
                screenings=[screening], user=request.user, place=place_of(request), now=now
            ),
            "language": language_asked(request),
        }
        return Response(ScreeningSerializer(screening, context=context).data)
