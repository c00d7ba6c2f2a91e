"""Accreditation: one's own; and for staff, what there is to decide."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Accreditation, AccreditationState
from catalog.serializers import (
    AccreditationSerializer,
    ApplicationSerializer,
    ApplySerializer,
    DecisionSerializer,
)


@method_decorator(never_cache, name="dispatch")
class MyAccreditations(ListAPIView[Accreditation]):
    """One's own."""

    permission_classes = (IsAuthenticated,)
    serializer_class = AccreditationSerializer
    queryset = Accreditation.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Accreditation]":
        """List what the caller applied for, the newest first."""
        user: Any = self.request.user
        return services.accreditations_of(user)

    @extend_schema(
        request=ApplySerializer,
        responses={201: AccreditationSerializer},
        operation_id="accreditations_apply",
    )
    def post(self, request: Request) -> Response:
        """Apply as press, jury or industry; 409 `already_applied`."""
        body = ApplySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user: Any = request.user
        made = services.apply(user=user, now=timezone.now(), **body.validated_data)
        return Response(AccreditationSerializer(made).data, status=201)


@method_decorator(never_cache, name="dispatch")
class Applications(ListAPIView[Accreditation]):
    """Everybody's, for staff."""

    permission_classes = (IsStaff,)
    serializer_class = ApplicationSerializer
    queryset = Accreditation.objects.none()  # the real one depends on the state asked for
    parameters = ("state",)

    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=list(AccreditationState.values))]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List applications, the oldest first."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[Accreditation]":
        """Those in the state asked for."""
        state = self.request.query_params.get("state", "")
        if state and state not in AccreditationState.values:
            raise ValidationError({"state": "There is no such state."})
        return services.applications(state=AccreditationState(state) if state else None)


class DecideAccreditation(APIView):
    """Staff's answer."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=DecisionSerializer,
        responses=ApplicationSerializer,
        operation_id="accreditations_decide",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Approve or decline; declining an approved one takes its tickets away."""
        body = DecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by: Any = request.user
        known = services.applications()
        decided = services.decide_accreditation(
            accreditation=get_object_or_404(known, public_id=public_id),
            by=by,
            now=timezone.now(),
            **body.validated_data,
        )
        return Response(ApplicationSerializer(decided).data)
