"""The inbox over the API, and what comes by mail."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from vod.outbox import services
from vod.outbox.models import Message
from vod.outbox.serializers import MailChoiceSerializer, MessageSerializer


@method_decorator(never_cache, name="dispatch")
class Inbox(ListAPIView[Message]):
    """What one was told."""

    permission_classes = (IsAuthenticated,)
    serializer_class = MessageSerializer
    queryset = Message.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Message]":
        """List the caller's messages, the newest first: the same that were mailed."""
        user: Any = self.request.user
        return services.inbox_of(user)


class ReadMessage(APIView):
    """One message was read."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses={204: None}, operation_id="messages_read")
    def post(self, request: Request, public_id: str) -> Response:
        """Note that a message of the caller's was read."""
        user: Any = request.user
        hers = services.inbox_of(user).filter(public_id=public_id)
        get_object_or_404(hers)
        services.mark_read(messages=hers, now=timezone.now())
        return Response(status=204)


@method_decorator(never_cache, name="dispatch")
class MailChoice(APIView):
    """What comes by mail."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=MailChoiceSerializer, operation_id="mail_choice_retrieve")
    def get(self, request: Request) -> Response:
        """Say which kinds of message the caller gets by mail."""
        user: Any = request.user
        return Response({"kinds": [kind.value for kind in services.mailed_to(user)]})

    @extend_schema(
        request=MailChoiceSerializer,
        responses=MailChoiceSerializer,
        operation_id="mail_choice_update",
    )
    def put(self, request: Request) -> Response:
        """Choose the kinds of message that the caller gets by mail."""
        user: Any = request.user
        body = MailChoiceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.choose_mail(user=user, wanted=body.validated_data["kinds"])
        return self.get(request)
