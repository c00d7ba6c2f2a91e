"""Offers for staff: made, moved, and held against the films' rights."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Offer, Screening
from catalog.serializers import OfferTermsSerializer, SheetSerializer, StaffOfferSerializer

OFFERS = Offer.objects.select_related("screening").prefetch_related("territory_groups")


class ScreeningOffers(ListAPIView[Offer]):
    """The offers of a screening."""

    permission_classes = (IsStaff,)
    serializer_class = StaffOfferSerializer
    queryset = OFFERS

    def get_queryset(self) -> QuerySet[Offer]:
        """All of them, in the order of opening."""
        screening = get_object_or_404(Screening, public_id=self.kwargs["public_id"])
        return OFFERS.filter(screening=screening).order_by("window", "pk")

    @extend_schema(
        request=OfferTermsSerializer,
        responses={201: StaffOfferSerializer},
        operation_id="screenings_offers_make",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Offer a screening. What conflicts with rights is made all the same, and can't open."""
        user: Any = request.user
        screening = get_object_or_404(Screening, public_id=public_id)
        body = OfferTermsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        offer = services.make_offer(
            screening=screening, actor=user, now=timezone.now(), **body.validated_data
        )
        return Response(StaffOfferSerializer(OFFERS.get(pk=offer.pk)).data, status=201)


class OfferDetail(APIView):
    """One offer."""

    permission_classes = (IsStaff,)

    @extend_schema(responses=StaffOfferSerializer, operation_id="offers_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """Show an offer as it was entered."""
        offer = get_object_or_404(OFFERS, public_id=public_id)
        return Response(StaffOfferSerializer(offer).data)

    @extend_schema(
        request=OfferTermsSerializer,
        responses=StaffOfferSerializer,
        operation_id="offers_change",
    )
    def patch(self, request: Request, public_id: str) -> Response:
        """Change an offer or move it; the windows of its tickets move along."""
        user: Any = request.user
        offer = get_object_or_404(OFFERS, public_id=public_id)
        body = OfferTermsSerializer(offer, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        services.change_offer(offer=offer, actor=user, now=timezone.now(), **body.validated_data)
        return Response(StaffOfferSerializer(OFFERS.get(pk=offer.pk)).data)


class ScreeningRights(APIView):
    """The offers of a screening against the rights of its films."""

    permission_classes = (IsStaff,)

    @extend_schema(
        responses=SheetSerializer(many=True), operation_id="screenings_rights", filters=False
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Show for each offer what the rights cover, what conflicts, and why."""
        screenings = Screening.objects.select_related("edition")
        screening = get_object_or_404(screenings, public_id=public_id)
        sheet = services.screening_sheet(screening=screening)
        return Response(SheetSerializer(sheet, many=True).data)
