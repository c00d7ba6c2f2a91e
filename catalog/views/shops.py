"""Ticket shops outside."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.models import ShopSale
from catalog.permissions import IsShop
from catalog.serializers import SaleSerializer, SellSerializer
from catalog.shop_keys import ShopKeyAuthentication


class ShopView(APIView):
    """What concerns one shop, by its key."""

    authentication_classes = (ShopKeyAuthentication,)
    permission_classes = (IsShop,)


class Sell(ShopView):
    """A sale."""

    @extend_schema(
        request=SellSerializer,
        responses={201: SaleSerializer, 200: SaleSerializer},
        operation_id="shop_tickets_sell",
    )
    def post(self, request: Request) -> Response:
        """Sell a seat or a pass under the shop's reference; 200 with the same sale if sent again.

        409 `not_enough_seats`, `not_for_sale`, `reference_taken`.
        """
        body = SellSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        shop: Any = request.auth
        sale, new = services.sell(shop=shop, now=timezone.now(), **body.validated_data)
        return Response(SaleSerializer(sale).data, status=201 if new else 200)


class Sale(ShopView):
    """A sale of the shop's."""

    @extend_schema(responses=SaleSerializer)
    def get(self, request: Request, external_ref: str) -> Response:
        """Show a sale."""
        return Response(SaleSerializer(self.sale(request, external_ref)).data)

    @extend_schema(responses={204: None}, operation_id="shop_tickets_refund")
    def delete(self, request: Request, external_ref: str) -> Response:
        """Refund: the claim code and what it gave are revoked. Twice is once."""
        services.refund(sale=self.sale(request, external_ref), now=timezone.now())
        return Response(status=204)

    def sale(self, request: Request, external_ref: str) -> ShopSale:
        """Find it among the shop's own."""
        shop: Any = request.auth
        sale = services.sale_of(shop=shop, external_ref=external_ref)
        if sale is None:
            raise Http404
        return sale
