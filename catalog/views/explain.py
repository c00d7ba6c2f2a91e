"""Preview and explanation for staff."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Screening
from catalog.serializers import ExplainedSerializer, ExplainRequestSerializer


class Explain(GenericAPIView[Screening]):
    """What a kind of viewer would see, at an instant and a place."""

    permission_classes = (IsStaff,)
    serializer_class = ExplainedSerializer
    queryset = Screening.objects.none()  # the real one depends on what is asked

    @extend_schema(
        request=ExplainRequestSerializer,
        responses=ExplainedSerializer(many=True),
        operation_id="explain",
    )
    def post(self, request: Request) -> Response:
        """Decide on an edition's screenings and say why. Nothing is granted or written by it."""
        body = ExplainRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked: dict[str, Any] = body.validated_data
        now = asked.get("at") or timezone.now()
        screenings = Screening.objects.filter(edition=asked["edition"]).in_order()
        if "screening" in asked:
            screenings = screenings.filter(pk=asked["screening"].pk)
        page = self.paginate_queryset(screenings) or []
        explained = services.explain(
            screenings=page, viewer=body.pretended(), place=body.where(), now=now
        )
        return self.get_paginated_response(ExplainedSerializer(explained, many=True).data)
