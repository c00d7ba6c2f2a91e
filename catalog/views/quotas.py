"""Quotas, for staff: with numbers."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Edition, Quota
from catalog.serializers import NewQuotaSerializer, QuotaChangeSerializer, QuotaSerializer


class Quotas(ListAPIView[Quota]):
    """All of an edition."""

    permission_classes = (IsStaff,)
    serializer_class = QuotaSerializer
    queryset = Quota.objects.none()  # the real one is the edition's
    parameters = ("edition",)

    @extend_schema(parameters=[OpenApiParameter("edition", str, required=True, description="slug")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List an edition's quotas with what is taken of each."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[Quota]":
        """Find the edition's quotas."""
        slug = self.request.query_params.get("edition", "")
        edition = get_object_or_404(Edition, slug=slug)
        return services.quotas_of(edition=edition, now=timezone.now())

    @extend_schema(
        request=NewQuotaSerializer, responses={201: QuotaSerializer}, operation_id="quotas_make"
    )
    def post(self, request: Request) -> Response:
        """Make a quota for some offers."""
        body = NewQuotaSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(saved(request, body.validated_data), status=201)


class QuotaDetail(APIView):
    """One quota."""

    permission_classes = (IsStaff,)

    @extend_schema(responses=QuotaSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show a quota with what is taken of it."""
        return Response(QuotaSerializer(quota_of(public_id)).data)

    @extend_schema(request=QuotaChangeSerializer, responses=QuotaSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        """Change it. Below what is taken nobody loses a seat, and none is given."""
        quota = quota_of(public_id)
        body = QuotaChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = body.validated_data | {"edition": quota.edition, "quota": quota}
        return Response(saved(request, changes))


def saved(request: Request, values: dict[str, Any]) -> dict[str, Any]:
    """Save it; what it looks like now."""
    by: Any = request.user
    quota = services.set_quota(by=by, now=timezone.now(), **values)
    data: dict[str, Any] = QuotaSerializer(quota_of(quota.public_id)).data
    return data


def quota_of(public_id: str) -> Quota:
    """Find a quota with what is taken of it."""
    quotas = Quota.objects.with_taken(timezone.now()).select_related("edition")
    quota: Quota = get_object_or_404(quotas, public_id=public_id)
    return quota
