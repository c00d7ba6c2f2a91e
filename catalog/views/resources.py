"""What everything in the catalogue has in common: a list, a page, and staff who write it."""

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from catalog import services
from catalog.models import Sight, Unveiled
from catalog.permissions import ReadOrStaff, sight_of

EVERYTHING = OpenApiParameter(
    "all", bool, description="for staff: what is hidden or not yet revealed as well"
)
Shape = type[BaseSerializer[Any]]


class ResourceSchema(AutoSchema):
    """Describes a resource by its three shapes."""

    view: Any

    def get_request_serializer(self) -> Any:
        """Read what is written."""
        return self.view.written if self.method in {"POST", "PATCH", "PUT"} else None

    def get_response_serializers(self) -> Any:
        """Answer a list with lines, everything else with the full shape."""
        if self.method == "DELETE":
            return {204: None}
        if self.method == "POST":
            return {201: self.view.shape}
        if isinstance(self.view, Collection):
            return self.view.line(many=True)
        return self.view.shape

    def get_override_parameters(self) -> Any:
        """Name what a list is narrowed by."""
        if self.method != "GET":
            return []
        narrowed = self.view.narrowed_by if isinstance(self.view, Collection) else ()
        return [EVERYTHING, *narrowed]


class Resource(GenericAPIView[Any]):
    """One noun of the catalogue. `shape` is a row in full, `line` in a list, `written` as sent."""

    permission_classes: Any = (ReadOrStaff,)
    schema = ResourceSchema()
    noun: ClassVar[services.Noun]
    shape: ClassVar[Shape]
    line: ClassVar[Shape]
    written: ClassVar[Shape]
    lookup_field = "slug"

    def reached(self, sight: Sight) -> QuerySet[Any]:
        """What may be known to whoever has its address, loaded in full."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """For the serializers."""
        return {"request": self.request, "view": self, "now": timezone.now()}

    def checked(self, row: Model | None = None) -> dict[str, Any]:
        """Check what was sent; a change may name a few things only."""
        written = self.written(
            row, data=self.request.data, partial=row is not None, context=self.context()
        )
        written.is_valid(raise_exception=True)
        values: dict[str, Any] = written.validated_data
        return values

    def shown(self, row: Model, *, status: int = 200) -> Response:
        """Answer a change with all that staff may see of the row."""
        found = self.reached(Unveiled.EVERYTHING).get(pk=row.pk)
        return Response(self.shape(found, context=self.context()).data, status=status)


class Collection(Resource):
    """All of a noun."""

    narrowed_by: ClassVar[tuple[OpenApiParameter, ...]] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what the list knows beside its filters: all others are refused."""
        return tuple(one.name for one in (EVERYTHING, *self.narrowed_by))

    def listed(self, sight: Sight) -> QuerySet[Any]:
        """What lists may show, in a total order, loaded for a line each."""
        raise NotImplementedError

    def made(self, values: dict[str, Any], **by: Any) -> Model:
        """Create the row."""
        row: Model = services.create(noun=self.noun, values=values, **by)
        return row

    def get(self, request: Request, **_: Any) -> Response:
        """List what may be seen. Staff see everything by `all=true`."""
        listed = self.listed(sight_of(request, now=timezone.now()))
        page = self.paginate_queryset(self.filter_queryset(listed))
        lines = self.line(page, many=True, context=self.context())
        return self.get_paginated_response(lines.data)

    def post(self, request: Request, **_: Any) -> Response:
        """Create one; for programmers and admins. The audit log keeps it."""
        row = self.made(self.checked(), actor=request.user, now=timezone.now())
        return self.shown(row, status=201)


class Single(Resource):
    """One row."""

    def known(self) -> Model:
        """Find the row for staff who want to change it, whoever else may see it."""
        row: Model = self.found(Unveiled.EVERYTHING)
        return row

    def found(self, sight: Sight) -> Any:
        """Find the row as it may be seen, or answer 404."""
        name = {self.lookup_field: self.kwargs[self.lookup_field]}
        return get_object_or_404(self.reached(sight), **name)

    def get(self, request: Request, **_: Any) -> Response:
        """Show one. What is hidden, or not revealed yet, does not exist."""
        row = self.found(sight_of(request, now=timezone.now()))
        return Response(self.shape(row, context=self.context()).data)

    def patch(self, request: Request, **_: Any) -> Response:
        """Change what is sent; of words, the languages that are sent. Null takes one away."""
        row = self.known()
        return self.shown(self.changed(row, self.checked(row), actor=request.user))

    def delete(self, request: Request, **_: Any) -> Response:
        """Delete it; 409 `in_use` while something else needs it."""
        self.removed(self.known(), actor=request.user)
        return Response(status=204)

    def changed(self, row: Any, values: dict[str, Any], *, actor: Any) -> Any:
        """Change the row."""
        return services.change(
            noun=self.noun, row=row, values=values, actor=actor, now=timezone.now()
        )

    def removed(self, row: Any, *, actor: Any) -> None:
        """Delete the row."""
        services.delete(noun=self.noun, row=row, actor=actor, now=timezone.now())


def year_of(request: Request) -> int | None:
    """The year that a list is narrowed to."""
    year = request.query_params.get("year")
    if not year:
        return None
    if not (year.isascii() and year.isdecimal() and len(year) <= len("2026")):
        raise ValidationError({"year": "A year has four digits."}, code="invalid")
    return int(year)
