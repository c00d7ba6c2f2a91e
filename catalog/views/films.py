"""A film's page."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.models import Film
from catalog.serializers import (
    FilmSerializer,
)


class FilmDetail(APIView):
    """A film's page."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=FilmSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Show a film with its texts, credits and versions. A hidden one does not exist."""
        now = timezone.now()
        film = get_object_or_404(Film.objects.reachable_at(now).with_page(now), slug=slug)
        return Response(FilmSerializer(film).data)
