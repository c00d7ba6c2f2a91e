"""Tickets: taken, listed for their holder alone, given back; extended or revoked by staff."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Offer, Screening, Ticket
from catalog.serializers import (
    AvailabilitySerializer,
    ExtendSerializer,
    OwnTicketSerializer,
    TakeTicketSerializer,
    TicketSerializer,
)


class TakeTicket(APIView):
    """A viewer takes a ticket by herself."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        request=TakeTicketSerializer,
        responses={201: TicketSerializer, 200: TicketSerializer},
        operation_id="offers_tickets_take",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Take a ticket by free registration, accreditation or pass; 200 with the one you have.

        403 `ticket_refused` names the reasons; 409 `pass_used_up`.
        """
        now = timezone.now()
        user: Any = request.user
        body = TakeTicketSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        offer = get_object_or_404(services.offers_open_to(user, now=now), public_id=public_id)
        wanted = body.validated_data.get("pass")
        held = get_object_or_404(services.passes_held(user), public_id=wanted) if wanted else None
        ticket = services.take_ticket(offer=offer, user=user, now=now, held_pass=held)
        status = 201 if ticket.issued_at == now else 200
        return Response(TicketSerializer(ticket).data, status=status)


class OfferAvailability(APIView):
    """Whether seats are left."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=AvailabilitySerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Say in a word what is left of a public offer's seats. A number would tell too much."""
        now = timezone.now()
        offers = Offer.objects.concerning(request.user).filter(
            screening__in=Screening.objects.reachable_at(now)
        )
        offer = get_object_or_404(offers, public_id=public_id)
        found = services.availability(offers=[offer], now=now)[offer.pk]
        return Response({"availability": found.value})


@method_decorator(never_cache, name="dispatch")
class MyTickets(ListAPIView[Ticket]):
    """One's own."""

    permission_classes = (IsAuthenticated,)
    serializer_class = OwnTicketSerializer
    queryset = Ticket.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Ticket]":
        """List the caller's tickets, the newest first; those given back are gone."""
        user: Any = self.request.user
        hers = Ticket.objects.held_by(user).select_related("offer__screening")
        return hers.order_by("-issued_at", "-pk")


@method_decorator(never_cache, name="dispatch")
class MyTicket(APIView):
    """One of one's own."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=OwnTicketSerializer, operation_id="tickets_retrieve_one")
    def get(self, request: Request, public_id: str) -> Response:
        """Show one of the caller's tickets."""
        return Response(OwnTicketSerializer(self.ticket(request, public_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Give an unused ticket back; 409 `ticket_in_use` once the film was started."""
        services.release(ticket=self.ticket(request, public_id), now=timezone.now())
        return Response(status=204)

    def ticket(self, request: Request, public_id: str) -> Ticket:
        """Find it among the caller's."""
        user: Any = request.user
        hers = Ticket.objects.held_by(user).select_related("offer__screening")
        return get_object_or_404(hers, public_id=public_id)


class RevokeTicket(APIView):
    """Staff take away a ticket whose id they were given. They can't look for any."""

    permission_classes = (IsStaff,)

    @extend_schema(request=None, responses={204: None}, operation_id="tickets_revoke")
    def post(self, request: Request, public_id: str) -> Response:
        """Take the ticket away; its holder may not take the next by herself."""
        ticket = get_object_or_404(Ticket, public_id=public_id)
        services.revoke(tickets=Ticket.objects.filter(pk=ticket.pk), now=timezone.now())
        return Response(status=204)


class ExtendTicket(APIView):
    """Staff give a ticket more time."""

    permission_classes = (IsStaff,)

    @extend_schema(request=ExtendSerializer, responses={204: None}, operation_id="tickets_extend")
    def post(self, request: Request, public_id: str) -> Response:
        """Let the ticket's holder watch until then."""
        body = ExtendSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        ticket = get_object_or_404(Ticket, public_id=public_id)
        services.extend(
            tickets=Ticket.objects.filter(pk=ticket.pk), until=body.validated_data["until"]
        )
        return Response(status=204)
