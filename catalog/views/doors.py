"""Coming in by a code: a voucher, a lecture's join code, a return code."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import addressless
from accounts.models import User
from catalog import services
from catalog.serializers import (
    AdmittedSerializer,
    CodeSerializer,
    RedeemSerializer,
    ReturnSerializer,
)
from catalog.services import Admitted, Visitor
from catalog.tries import guessing
from catalog.troubles import CodeUnknown


class Door(APIView):
    """Anybody may knock. Wrong codes are counted by place."""

    permission_classes = (AllowAny,)

    def visitor(self, request: Request, body: dict[str, Any]) -> Visitor:
        """Say who comes, and whether she accepts the terms of today."""
        return Visitor(
            user=request.user if isinstance(request.user, User) else None,
            terms_version=settings.TERMS_VERSION,
            accepts_terms=body["accept_terms"],
        )

    def answer(self, request: Request, admitted: Admitted) -> Response:
        """Log a new account in, by the session's cookie."""
        if admitted.return_code:
            sign_in(request, admitted.user)
        return Response(AdmittedSerializer(admitted).data, status=201)


@method_decorator(never_cache, name="dispatch")
class Redeem(Door):
    """Vouchers, and the claim codes of ticket shops."""

    @extend_schema(
        request=RedeemSerializer,
        responses={201: AdmittedSerializer},
        operation_id="vouchers_redeem",
    )
    def post(self, request: Request) -> Response:
        """Redeem a code for a ticket or a pass; twice is the same.

        Who is not logged in gets an account without an address, a session and a return code. 409
        `choose_offer` lists the `offers` to choose from. 429 `too_many_tries`.
        """
        body = RedeemSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        with guessing(request):
            admitted = services.redeem(
                typed=given["code"],
                visitor=self.visitor(request, given),
                now=timezone.now(),
                offer_id=given["offer"],
            )
        return self.answer(request, admitted)


@method_decorator(never_cache, name="dispatch")
class Join(Door):
    """A lecture's places."""

    @extend_schema(
        request=CodeSerializer, responses={201: AdmittedSerializer}, operation_id="bookings_join"
    )
    def post(self, request: Request) -> Response:
        """Take a place that a lecturer booked; no address and no name is asked for.

        409 `booking_full`, `booking_of_room`; 429 `too_many_tries`.
        """
        body = CodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        with guessing(request):
            admitted = services.join(
                typed=given["code"], visitor=self.visitor(request, given), now=timezone.now()
            )
        return self.answer(request, admitted)


@method_decorator(never_cache, name="dispatch")
class Return(Door):
    """An account without an address, from another browser."""

    @extend_schema(request=ReturnSerializer, responses={204: None}, operation_id="return")
    def post(self, request: Request) -> Response:
        """Log in by a return code: sets the session's cookie."""
        body = ReturnSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with guessing(request):
            user = addressless.returning(typed=body.validated_data["code"])
            if user is None:
                raise CodeUnknown
        sign_in(request, user)
        return Response(status=204)


def sign_in(request: Request, user: User) -> None:
    """Begin a session. Only for accounts that have no better lock."""
    backend = settings.AUTHENTICATION_BACKENDS[0]
    login(request._request, user, backend=backend)  # noqa: SLF001 - DRF wraps Django's
