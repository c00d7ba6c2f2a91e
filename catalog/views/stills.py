"""Stills: sent as the bytes of a picture, without form and file name."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.models import Film, Sight, Still, Unveiled
from catalog.models.visibility import reachable_at
from catalog.permissions import ReadOrMember, is_staff, wants_all
from catalog.pictures import MAX_BYTES
from catalog.serializers import StillSerializer, StillWriteSerializer
from catalog.services import nouns
from catalog.views.films import film_to_edit
from catalog.views.resources import EVERYTHING, Single

OF_THE_TEAM = frozenset({"texts", "position"})


class PictureParser(BaseParser):
    """The body is the picture. One byte too many is read, so that it is refused as too large."""

    media_type = "image/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, bytes]:
        """Read it."""
        return {"image": stream.read(MAX_BYTES + 1)}


class FilmStills(APIView):
    """The stills of a film."""

    permission_classes: tuple[type[BasePermission], ...] = (ReadOrMember,)
    parser_classes = (PictureParser,)

    @extend_schema(
        parameters=[EVERYTHING],
        responses=StillSerializer(many=True),
        operation_id="films_stills_list",
        filters=False,
    )
    def get(self, request: Request, slug: str) -> Response:
        """List a film's stills as they may be seen; `all=true` is for staff and the film's team."""
        now = timezone.now()
        if wants_all(request):
            film, sight = film_to_edit(request, slug), Unveiled.EVERYTHING
            stills = film.stills.seen_at(sight)
        else:
            film = get_object_or_404(Film.objects.reachable_at(now), slug=slug)
            stills = film.stills.seen_at(now)
        rows = stills.order_by("position", "pk").prefetch_related("texts")
        return Response(StillSerializer(rows, many=True, context={"now": now}).data)

    @extend_schema(
        request=dict.fromkeys(("image/jpeg", "image/png", "image/webp"), OpenApiTypes.BINARY),
        responses={201: StillSerializer},
        operation_id="films_stills_add",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Add a JPEG, PNG or WebP of 20 MB at most. It stays hidden until staff show it.

        It is written anew as JPEG, with nothing but what it shows. Describe it by PATCH.
        """
        film = film_to_edit(request, slug)
        user: Any = request.user
        now = timezone.now()
        data = request.data.get("image") if isinstance(request.data, Mapping) else None
        if not isinstance(data, bytes):
            raise ValidationError({"image": "Send the picture as the body."}, code="required")
        still = services.add_still(film=film, data=data, actor=user, now=now)
        return Response(StillSerializer(still, context={"now": now}).data, status=201)


class StillDetail(Single):
    """One still."""

    permission_classes = (ReadOrMember,)
    parser_classes = (JSONParser,)
    queryset = Still.objects.none()
    noun = nouns.STILL
    shape = line = StillSerializer
    written = StillWriteSerializer
    lookup_field = "public_id"

    def reached(self, sight: Sight) -> QuerySet[Still]:
        """Seen with its film: one that is hidden hides its pictures."""
        rows = Still.objects.reachable_at(sight).filter(reachable_at(sight, through="film__"))
        return rows.select_related("film").prefetch_related("texts")

    def get(self, request: Request, **kwargs: Any) -> Response:
        """Show a still as it may be seen; `all=true` is for staff and the film's team."""
        if wants_all(request):
            return self.shown(self.known())
        return super().get(request, **kwargs)

    def known(self) -> Still:
        """Find it for staff or the film's team."""
        still: Still = self.found(Unveiled.EVERYTHING)
        user: Any = self.request.user
        if user.is_authenticated and services.may_edit(user, still.film):
            return still
        if not self.reached(timezone.now()).filter(pk=still.pk).exists():
            raise Http404
        raise PermissionDenied("Only the film's team may do this.", code="not_on_team")

    def changed(self, row: Any, values: dict[str, Any], *, actor: Any) -> Any:
        """Change words and order; who sees it is for staff to say."""
        if not is_staff(self.request) and not values.keys() <= OF_THE_TEAM:
            raise PermissionDenied("Only programmers may show a still.", code="not_a_programmer")
        return super().changed(row, values, actor=actor)

    def removed(self, row: Any, *, actor: Any) -> None:
        """Delete row and picture."""
        services.delete_still(still=row, actor=actor, now=timezone.now())
