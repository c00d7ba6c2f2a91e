"""Films. Their own team may change texts and stills, and see them before anybody else."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.loading import film_line_loads
from catalog.models import Film, FilmVersion, Sight, Unveiled
from catalog.narrowing import Wanted, narrowed
from catalog.permissions import ReadOrMember, ReadOrStaff, is_staff, wants_all
from catalog.serializers import (
    FilmLineSerializer,
    FilmSerializer,
    FilmVersionSerializer,
    FilmVersionWriteSerializer,
    FilmWriteSerializer,
)
from catalog.services import nouns
from catalog.views.resources import Collection, Resource, Single, year_of


def film_to_edit(request: Request, slug: str) -> Film:
    """Find a film for staff or its own team; to all others a hidden one does not exist."""
    user: Any = request.user
    film = get_object_or_404(Film, slug=slug)
    if user.is_authenticated and services.may_edit(user, film):
        return film
    if not Film.objects.reachable_at(timezone.now()).filter(pk=film.pk).exists():
        raise Http404
    raise PermissionDenied("Only the film's team may do this.", code="not_on_team")


def page_of(
    slug: str, *, sight: Sight, now: datetime, known: bool = False, status: int = 200
) -> Response:
    """Answer with a film's page, or say that there is none."""
    page = services.film_page(slug=slug, sight=sight, now=now, known=known)
    if page is None:
        raise Http404
    return Response(page, status=status)


class Films(Resource):
    """Works, whatever the versions in which they are shown."""

    queryset = Film.objects.none()
    noun = nouns.FILM
    shape, line, written = FilmSerializer, FilmLineSerializer, FilmWriteSerializer

    def shown(self, row: Any, *, status: int = 200) -> Response:
        """Show staff all; the team its film, with what may be seen of everything around it."""
        now = timezone.now()
        sight = Unveiled.EVERYTHING if is_staff(self.request) else now
        return page_of(row.slug, sight=sight, now=now, known=True, status=status)


class FilmList(Films, Collection):
    """Films, the newest first."""

    narrowed_by = (
        OpenApiParameter("year", {"type": "integer", "minimum": 0, "maximum": 9999}),
        OpenApiParameter("theme", str, description="slug of a term"),
        OpenApiParameter("genre", str, description="slug of a term"),
        OpenApiParameter("period", str, description="slug"),
        OpenApiParameter("person", str, description="slug"),
    )

    def listed(self, sight: Sight) -> QuerySet[Film]:
        """Those that were asked for."""
        names = ("theme", "genre", "period", "person")
        asked = {name: self.request.query_params.get(name, "") for name in names}
        wanted = Wanted(year=year_of(self.request), **asked)
        return narrowed(wanted, sight=sight).prefetch_related(*film_line_loads(sight))


class FilmDetail(Films, Single):
    """A film's page. Its team may change `texts`; everything else is for staff."""

    permission_classes = (ReadOrMember,)

    def get(self, request: Request, **kwargs: Any) -> Response:
        """Show a film as it may be seen; `all=true` is for staff and for the film's own team."""
        if wants_all(request):
            return self.shown(self.known())
        now = timezone.now()
        return page_of(self.kwargs["slug"], sight=now, now=now)

    def known(self) -> Film:
        """Find it for staff or the team."""
        return film_to_edit(self.request, self.kwargs["slug"])

    def changed(self, row: Any, values: dict[str, Any], *, actor: Any) -> Any:
        """Change what the actor may change."""
        return services.change_film(film=row, values=values, actor=actor, now=timezone.now())

    def removed(self, row: Any, *, actor: Any) -> None:
        """Delete a film that was a mistake; the team can't."""
        if not is_staff(self.request):
            raise PermissionDenied(ReadOrStaff.message, code=ReadOrStaff.code)
        services.delete_film(film=row, actor=actor, now=timezone.now())


class FilmVersions(APIView):
    """The versions of a film."""

    permission_classes: tuple[type[BasePermission], ...] = (ReadOrStaff,)

    @extend_schema(
        request=FilmVersionWriteSerializer,
        responses={201: FilmVersionSerializer},
        operation_id="films_versions_create",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Add a version to upload to: festival cut, blurred faces, restored, or a trailer."""
        user: Any = request.user
        film = get_object_or_404(Film, slug=slug)
        body = FilmVersionWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data | {"film": film}
        version = services.create(noun=nouns.VERSION, values=values, actor=user, now=timezone.now())
        return Response(FilmVersionSerializer(version).data, status=201)


class VersionDetail(APIView):
    """One version."""

    permission_classes: tuple[type[BasePermission], ...] = (ReadOrStaff,)

    @extend_schema(responses={204: None}, operation_id="versions_destroy")
    def delete(self, request: Request, public_id: str) -> Response:
        """Delete a version without a master; 409 `in_use` otherwise."""
        user: Any = request.user
        version = get_object_or_404(FilmVersion, public_id=public_id)
        services.delete_version(version=version, actor=user, now=timezone.now())
        return Response(status=204)
