"""Organisations for staff, and bookings for their members."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Booking, BookingMode, Organisation
from catalog.serializers import (
    BookingSerializer,
    BookSerializer,
    HeadcountSerializer,
    MemberSerializer,
    OrganisationSerializer,
)
from catalog.troubles import BookingOfRoom


class Organisations(ListAPIView[Organisation]):
    """For whom the caller may book."""

    permission_classes = (IsAuthenticated,)
    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Organisation]":
        """List the caller's organisations; staff see all."""
        user: Any = self.request.user
        everything = Organisation.objects.order_by("name", "pk")
        return everything if user.is_staff else services.organisations_of(user)

    @extend_schema(
        request=OrganisationSerializer,
        responses={201: OrganisationSerializer},
        operation_id="organisations_make",
    )
    def post(self, request: Request) -> Response:
        """Enter an institution. Staff only."""
        by: Any = request.user
        if not by.is_staff:
            raise PermissionDenied(IsStaff().message, code=IsStaff.code)
        body = OrganisationSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = services.make_organisation(by=by, now=timezone.now(), **body.validated_data)
        return Response(OrganisationSerializer(made).data, status=201)


class OrganisationMembers(APIView):
    """Who may book for an organisation."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=MemberSerializer, responses={204: None}, operation_id="organisations_members_add"
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Let somebody who told her public id book for the organisation."""
        services.add_member(**self.member(request, public_id, request.data))
        return Response(status=204)

    def member(self, request: Request, public_id: str, data: Any) -> dict[str, Any]:
        """Read who is meant."""
        organisation = get_object_or_404(Organisation, public_id=public_id)
        body = MemberSerializer(data=data)
        body.is_valid(raise_exception=True)
        user: User = body.validated_data["user"]
        by: Any = request.user
        return {"organisation": organisation, "user": user, "by": by, "now": timezone.now()}


class OrganisationMemberDetail(OrganisationMembers):
    """One who may book."""

    http_method_names = ("delete", "options")

    @extend_schema(responses={204: None}, operation_id="organisations_members_remove")
    def delete(self, request: Request, public_id: str, user_id: str) -> Response:
        """End it. The bookings stay."""
        services.remove_organisation_member(**self.member(request, public_id, {"user": user_id}))
        return Response(status=204)


class Book(APIView):
    """A new booking."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        request=BookSerializer,
        responses={201: BookingSerializer},
        operation_id="organisations_bookings_book",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Keep places, or a room, of an offer to schools; 409 `not_enough_seats`."""
        now = timezone.now()
        user: Any = request.user
        organisation = get_object_or_404(services.organisations_of(user), public_id=public_id)
        body = BookSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        booking = services.book(
            organisation=organisation,
            offer=get_object_or_404(services.bookable_offers(now=now), public_id=given["offer"]),
            mode=BookingMode(given["mode"]),
            seats=given["seats"],
            by=user,
            now=now,
        )
        return Response(BookingSerializer(booking_of(request, booking.public_id)).data, status=201)


@method_decorator(never_cache, name="dispatch")
class Bookings(ListAPIView[Booking]):
    """Those of the caller's organisations."""

    permission_classes = (IsAuthenticated,)
    serializer_class = BookingSerializer
    queryset = Booking.objects.none()  # the real one is the caller's

    def get_queryset(self) -> "QuerySet[Booking]":
        """List bookings with how many places are taken. By whom, nobody is told."""
        user: Any = self.request.user
        return services.bookings_of(user, now=timezone.now())


@method_decorator(never_cache, name="dispatch")
class BookingDetail(APIView):
    """One booking."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=BookingSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show a booking of the caller's organisations."""
        return Response(BookingSerializer(booking_of(request, public_id)).data)

    @extend_schema(request=HeadcountSerializer, responses=BookingSerializer)
    def patch(self, request: Request, public_id: str) -> Response:
        """Say how many came to a room."""
        booking = booking_of(request, public_id)
        if booking.mode != BookingMode.ROOM:
            raise BookingOfRoom
        body = HeadcountSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.tell_headcount(booking=booking, **body.validated_data)
        return Response(BookingSerializer(booking_of(request, public_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Give back the places that nobody took."""
        services.cancel(booking=booking_of(request, public_id), now=timezone.now())
        return Response(status=204)


def booking_of(request: Request, public_id: str) -> Booking:
    """Find a booking of the caller's organisations."""
    user: Any = request.user
    bookings = services.bookings_of(user, now=timezone.now())
    booking: Booking = get_object_or_404(bookings, public_id=public_id)
    return booking
