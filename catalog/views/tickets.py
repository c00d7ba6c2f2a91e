"""Tickets that a viewer takes by herself."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.models import Offer, Screening
from catalog.serializers import (
    TicketSerializer,
)


class TakeTicket(APIView):
    """Free registration."""

    @extend_schema(
        request=None,
        responses={201: TicketSerializer, 200: TicketSerializer},
        operation_id="offers_tickets_take",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Take a free ticket; 200 with the same one if you have it already.

        403 `ticket_refused` names the reasons.
        """
        now = timezone.now()
        user: Any = request.user
        offers = Offer.objects.concerning(user).filter(
            screening__in=Screening.objects.reachable_at(now)
        )
        offer = get_object_or_404(offers.select_related("screening__edition"), public_id=public_id)
        ticket = services.take_ticket(offer=offer, user=user, now=now)
        status = 201 if ticket.issued_at == now else 200
        return Response(TicketSerializer(ticket).data, status=status)
