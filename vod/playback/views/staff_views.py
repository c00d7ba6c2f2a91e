"""What the staff saw of a film, for the film's team."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Film
from catalog.services import may_see_team
from vod.playback import services
from vod.playback.serializers import StaffViewSerializer


class StaffViews(APIView):
    """Who of the staff began to watch a film on the terms of the staff."""

    @extend_schema(responses=StaffViewSerializer(many=True), operation_id="films_staff_views_list")
    def get(self, request: Request, slug: str) -> Response:
        """List the newest two hundred, to the film's team and to staff. There are no pages."""
        user: Any = request.user
        film = get_object_or_404(Film, slug=slug)
        if not may_see_team(user, film):
            raise NotFound
        return Response(StaffViewSerializer(services.staff_views_of(film), many=True).data)
