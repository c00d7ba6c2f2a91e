"""Editions and their programmes."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.filters import EditionFilter
from catalog.models import Edition, Programme, Sight, Unveiled
from catalog.permissions import ReadOrStaff
from catalog.serializers import (
    EditionSerializer,
    EditionStateSerializer,
    EditionWriteSerializer,
    ProgrammeSerializer,
    ProgrammeWriteSerializer,
)
from catalog.services import nouns
from catalog.views.resources import Collection, Resource, Single


class Editions(Resource):
    """Editions of the exhibition."""

    queryset = Edition.objects.none()
    noun = nouns.EDITION
    shape = line = EditionSerializer
    written = EditionWriteSerializer

    def reached(self, sight: Sight) -> QuerySet[Edition]:
        """All but drafts."""
        return Edition.objects.seen(sight).with_programmes()


class EditionList(Editions, Collection):
    """All editions that were announced, the newest first."""

    filterset_class = EditionFilter

    def listed(self, sight: Sight) -> QuerySet[Edition]:
        """The newest first."""
        return self.reached(sight).order_by("-year", "slug")


class EditionDetail(Editions, Single):
    """An edition with its programmes."""


class EditionMove(APIView):
    """An edition's state."""

    permission_classes: tuple[type[BasePermission], ...] = (ReadOrStaff,)

    @extend_schema(
        request=EditionStateSerializer, responses=EditionSerializer, operation_id="editions_move"
    )
    def post(self, request: Request, slug: str) -> Response:
        """Bring the edition into another state; 409 `wrong_step` names those it can come into."""
        user: Any = request.user
        body = EditionStateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        edition = get_object_or_404(Edition, slug=slug)
        services.move_edition(
            edition=edition, actor=user, now=timezone.now(), **body.validated_data
        )
        found = Edition.objects.with_programmes().get(pk=edition.pk)
        return Response(EditionSerializer(found).data)


class Programmes(Resource):
    """The strands of an edition."""

    queryset = Programme.objects.none()
    noun = nouns.PROGRAMME
    shape = line = ProgrammeSerializer
    written = ProgrammeWriteSerializer

    def edition(self, sight: Sight = Unveiled.EVERYTHING) -> Edition:
        """The edition of the path."""
        return get_object_or_404(Edition.objects.seen(sight), slug=self.kwargs["edition"])

    def context(self) -> dict[str, Any]:
        """With the edition, for what is written."""
        writing = self.request.method not in {"GET", "HEAD"}
        return super().context() | ({"edition": self.edition()} if writing else {})

    def reached(self, sight: Sight) -> QuerySet[Programme]:
        """Those of the edition, if it may be known of."""
        programmes = Programme.objects.seen(sight).filter(edition__slug=self.kwargs["edition"])
        return programmes.select_related("edition").prefetch_related("texts")


class ProgrammeList(Programmes, Collection):
    """An edition's programmes in their order."""

    def listed(self, sight: Sight) -> QuerySet[Programme]:
        """In their order."""
        self.edition(sight)
        return self.reached(sight).order_by("position", "pk")

    def made(self, values: dict[str, Any], **by: Any) -> Programme:
        """Of the path's edition."""
        edition = {"edition": self.edition()}
        made: Programme = services.create(noun=self.noun, values=values | edition, **by)
        return made


class ProgrammeDetail(Programmes, Single):
    """A programme with the curator's text. Its screenings are at `/screenings/?programme=`."""
