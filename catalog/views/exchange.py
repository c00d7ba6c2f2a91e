"""An edition's catalogue as a file, and back."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from catalog import services
from catalog.exchange.schema import Audience
from catalog.exchange.tables import LARGEST
from catalog.models import Edition
from catalog.serializers import ExportQuerySerializer, ImportQuerySerializer, ImportReportSerializer


class IsStaff(BasePermission):
    """Programmers and admins."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """By role."""
        return isinstance(request.user, User) and services.may_publish(request.user)


class ZipRenderer(BaseRenderer):
    """For `?format=csv`. The view answers with the file itself; what comes here is a problem."""

    media_type = "application/zip"
    format = "csv"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Problems are JSON, whatever was asked for."""
        return json.dumps(data, ensure_ascii=False, default=str).encode()


class WholeFile(BaseParser):
    """The body as it is: no more than a catalogue may have."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Read one byte more, which tells that it is too large."""
        return bytes(stream.read(LARGEST + 1))


class WholeZip(WholeFile):
    media_type = "application/zip"


class WholeJson(WholeFile):
    media_type = "application/json"


@method_decorator(never_cache, name="dispatch")
class ExportView(APIView):
    """Staff's export."""

    permission_classes = (IsStaff,)
    renderer_classes = (ZipRenderer, JSONRenderer)

    @extend_schema(
        parameters=[ExportQuerySerializer],
        responses={
            (200, "application/zip"): OpenApiTypes.BINARY,
            (200, "application/json"): OpenApiTypes.OBJECT,
        },
        operation_id="editions_export",
    )
    def get(self, request: Request, slug: str) -> HttpResponse | Response:
        """Take an edition's catalogue as a zip of CSV files, or as JSON.

        For `public` (the default) what anybody may see; for `staff` the unlisted and the unrevealed
        too. What is hidden is in neither.
        """
        asked = ExportQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        audience = Audience(asked.validated_data["audience"])
        edition = get_object_or_404(Edition, slug=slug)
        form = asked.validated_data["format"]
        name, content = services.export_catalogue(
            edition=edition, form=form, audience=audience, now=timezone.now()
        )
        media = "application/json" if form == "json" else "application/zip"
        response = HttpResponse(content, content_type=media)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ImportView(APIView):
    """Staff's import."""

    permission_classes = (IsStaff,)
    parser_classes = (WholeZip, WholeJson)

    @extend_schema(
        parameters=[ImportQuerySerializer],
        request={
            "application/zip": OpenApiTypes.BINARY,
            "application/json": OpenApiTypes.OBJECT,
        },
        responses={200: ImportReportSerializer, 422: ImportReportSerializer},
        operation_id="editions_import",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Bring an edition's catalogue back: all of it, or nothing.

        422 with the same report where something is wrong. With `dry_run` the report alone.
        """
        asked = ImportQuerySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        edition = get_object_or_404(Edition, slug=slug)
        file: Any = request.data or b""  # bytes, as `WholeFile` gives them; {} without a body
        report = services.import_catalogue(
            data=file,
            actor=request.user if isinstance(request.user, User) else None,
            now=timezone.now(),
            dry_run=asked.validated_data["dry_run"],
            into=edition.slug,
        )
        status = 422 if report.errors else 200
        return Response(ImportReportSerializer(report).data, status=status)
