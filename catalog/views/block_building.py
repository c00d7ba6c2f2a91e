"""How staff put screenings together. Terms are set on their offers."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import services
from catalog.denials import language_asked
from catalog.models import Screening, Unveiled
from catalog.places import place_of
from catalog.serializers import ScreeningSerializer, ScreeningWriteSerializer
from catalog.services import nouns


class BuildsScreenings:
    """`POST` to the list."""

    @extend_schema(request=ScreeningWriteSerializer, responses={201: ScreeningSerializer})
    def post(self, request: Request) -> Response:
        """Put a screening together; for staff. It plays once it has an offer."""
        user: Any = request.user
        body = ScreeningWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        screening = services.create_screening(
            values=body.validated_data, actor=user, now=timezone.now()
        )
        return _shown(request, screening, status=201)


class ChangesScreenings:
    """`PATCH` and `DELETE` of one."""

    @extend_schema(request=ScreeningWriteSerializer, responses=ScreeningSerializer)
    def patch(self, request: Request, public_id: str) -> Response:
        """Change what is sent. `items` are sent whole, in their order; those that stay keep ids."""
        user: Any = request.user
        screening = get_object_or_404(Screening, public_id=public_id)
        body = ScreeningWriteSerializer(screening, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        changed = services.change_screening(
            screening=screening, values=body.validated_data, actor=user, now=timezone.now()
        )
        return _shown(request, changed)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Delete it with its offers; 409 `in_use` once anybody has a ticket."""
        user: Any = request.user
        screening = get_object_or_404(Screening, public_id=public_id)
        services.delete(noun=nouns.SCREENING, row=screening, actor=user, now=timezone.now())
        return Response(status=204)


def _shown(request: Request, screening: Screening, *, status: int = 200) -> Response:
    """All of it, and the verdict for the member of staff herself: writing grants nothing."""
    rows = Screening.objects.with_page(user=request.user, now=Unveiled.EVERYTHING)
    found = rows.get(pk=screening.pk)
    context = {
        "verdicts": services.verdicts(
            screenings=[found], user=request.user, place=place_of(request), now=timezone.now()
        ),
        "language": language_asked(request),
    }
    return Response(ScreeningSerializer(found, context=context).data, status=status)
