"""Passes."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Edition, Pass, PassKind
from catalog.serializers import IssuePassSerializer, PassKindSerializer, PassSerializer


class PassKinds(ListAPIView[PassKind]):
    """What passes there are."""

    permission_classes = (AllowAny,)
    serializer_class = PassKindSerializer
    queryset = PassKind.objects.none()  # the real one depends on the edition asked for
    parameters = ("edition",)

    @extend_schema(parameters=[OpenApiParameter("edition", str, description="slug")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the kinds of passes of editions that were announced."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[PassKind]":
        """Those of seen editions."""
        kinds = PassKind.objects.filter(edition__in=Edition.objects.seen(timezone.now()))
        if "edition" in self.request.query_params:
            kinds = kinds.filter(edition__slug=self.request.query_params["edition"])
        kinds = kinds.select_related("edition").prefetch_related("programmes", "texts")
        return kinds.order_by("-edition__year", "slug", "pk")


class IssuePass(APIView):
    """Staff give a pass to somebody who told them her public id."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=IssuePassSerializer, responses={201: PassSerializer}, operation_id="passes_issue"
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Give a pass of this kind; the same one if she has it."""
        kind = get_object_or_404(PassKind.objects.select_related("edition"), public_id=public_id)
        body = IssuePassSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = services.issue_pass(
            kind=kind, holder=body.validated_data["user"], now=timezone.now()
        )
        return Response(PassSerializer(given).data, status=201)


class RevokePass(APIView):
    """Staff take a pass away."""

    permission_classes = (IsStaff,)

    @extend_schema(request=None, responses={204: None}, operation_id="passes_revoke")
    def post(self, request: Request, public_id: str) -> Response:
        """Take the pass away, with the tickets that it gave."""
        held = get_object_or_404(Pass, public_id=public_id)
        services.revoke_pass(held=held, now=timezone.now())
        return Response(status=204)


@method_decorator(never_cache, name="dispatch")
class MyPasses(ListAPIView[Pass]):
    """One's own."""

    permission_classes = (IsAuthenticated,)
    serializer_class = PassSerializer
    queryset = Pass.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Pass]":
        """List the caller's passes, the newest first."""
        user: Any = self.request.user
        return services.passes_held(user).order_by("-issued_at", "-pk")
