"""Support codes: made by a viewer, read by the desk."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.permissions import IsStaff
from catalog import services
from catalog.models import Screening
from catalog.places import place_of
from catalog.serializers import HelpSerializer, ShownVerdictSerializer, SupportCodeSerializer


@method_decorator(never_cache, name="dispatch")
class MakeSupportCode(APIView):
    """For anybody who may know of the screening."""

    permission_classes = (AllowAny,)

    @extend_schema(
        request=None,
        responses={201: SupportCodeSerializer},
        operation_id="screenings_support_codes_make",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Keep the verdict of this instant for the desk, for 48 hours. The address is not kept."""
        now = timezone.now()
        screening = get_object_or_404(Screening.objects.reachable_at(now), public_id=public_id)
        made = services.make_support_code(
            screening=screening, user=request.user, place=place_of(request), now=now
        )
        return Response(SupportCodeSerializer(made).data, status=201)


@method_decorator(never_cache, name="dispatch")
class ShowSupportCode(APIView):
    """For the desk."""

    permission_classes = (IsStaff,)

    @extend_schema(responses=ShownVerdictSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Show the one verdict behind a code, and nothing of the viewer."""
        found = services.support_code_of(code, now=timezone.now())
        return Response(ShownVerdictSerializer(services.explained_code(found)).data)


class GrantBySupportCode(APIView):
    """What the desk can do."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=HelpSerializer, responses={204: None}, operation_id="support_codes_grant"
    )
    def post(self, request: Request, code: str) -> Response:
        """Give whoever made the code a staff ticket, or more time; 409 `nobody_to_grant`.

        409 `choose_offer` lists the screening's `offers` where there is not one to staff.
        """
        now = timezone.now()
        found = services.support_code_of(code, now=now)
        body = HelpSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        if given["kind"] == "ticket":
            services.grant_ticket(code=found, now=now, offer_id=given["offer"])
        else:
            services.grant_time(code=found, until=given["until"])
        return Response(status=204)
