"""Batches of vouchers, for staff."""

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Edition, VoucherBatch
from catalog.serializers import (
    NewBatchSerializer,
    RevokeSerializer,
    RevokeVoucherSerializer,
    VoucherBatchSerializer,
)


class VoucherBatches(ListAPIView[VoucherBatch]):
    """All of an edition."""

    permission_classes = (IsStaff,)
    serializer_class = VoucherBatchSerializer
    queryset = VoucherBatch.objects.none()  # the real one is the edition's
    parameters = ("edition",)

    @extend_schema(parameters=[OpenApiParameter("edition", str, required=True, description="slug")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List an edition's batches, the newest first; not the claim codes of shops."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[VoucherBatch]":
        """Find the edition's batches."""
        slug = self.request.query_params.get("edition", "")
        return services.batches_of(edition=get_object_or_404(Edition, slug=slug))

    @extend_schema(
        request=NewBatchSerializer,
        responses={201: VoucherBatchSerializer},
        operation_id="voucher_batches_make",
    )
    def post(self, request: Request) -> Response:
        """Make up to 10,000 vouchers; 409 `not_enough_seats` where they are to reserve them."""
        body = NewBatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by: Any = request.user
        made = services.make_batch(by=by, now=timezone.now(), **body.validated_data)
        return Response(VoucherBatchSerializer(batch_of(made.public_id)).data, status=201)


class VoucherBatchDetail(APIView):
    """One batch."""

    permission_classes = (IsStaff,)

    @extend_schema(responses=VoucherBatchSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show a batch, with how many uses it has had."""
        return Response(VoucherBatchSerializer(batch_of(public_id)).data)


class VoucherBatchCsv(APIView):
    """The codes."""

    permission_classes = (IsStaff,)

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request, public_id: str) -> StreamingHttpResponse:
        """Download the codes that are still good. It does not say which were used."""
        batch = batch_of(public_id)
        name = f'attachment; filename="vouchers-{batch.public_id}.csv"'
        return StreamingHttpResponse(
            services.csv_lines(batch),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": name, "Cache-Control": "no-store"},
        )


class RevokeBatch(APIView):
    """The end of a batch."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=RevokeSerializer,
        responses=VoucherBatchSerializer,
        operation_id="voucher_batches_revoke",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Make its codes worthless; with `what_it_gave`, take tickets and passes away as well."""
        body = RevokeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by: Any = request.user
        services.revoke_batch(
            batch=batch_of(public_id), by=by, now=timezone.now(), **body.validated_data
        )
        return Response(VoucherBatchSerializer(batch_of(public_id)).data)


class RevokeVoucher(APIView):
    """The end of one code."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=RevokeVoucherSerializer, responses={204: None}, operation_id="vouchers_revoke"
    )
    def post(self, request: Request) -> Response:
        """Make one code worthless. In the body, since an address stands in logs."""
        body = RevokeVoucherSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.revoke_voucher(
            voucher=services.voucher_of(body.validated_data["code"]),
            now=timezone.now(),
            what_it_gave=body.validated_data["what_it_gave"],
        )
        return Response(status=204)


def batch_of(public_id: str) -> VoucherBatch:
    """Find a batch of ours, with its numbers."""
    batches = services.with_uses(VoucherBatch.objects.filter(shop=None))
    batch: VoucherBatch = get_object_or_404(batches.prefetch_related("offers"), public_id=public_id)
    return batch
