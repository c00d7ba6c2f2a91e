"""Support codes: made by a viewer, read and answered by the desk."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.permissions import IsStaff
from catalog import services
from catalog.asking import asked_by
from catalog.models import Screening
from catalog.serializers import (
    AnswerSerializer,
    HelpSerializer,
    ShownCodeSerializer,
    ShownVerdictSerializer,
    SupportCodeSerializer,
    TroubleSerializer,
    WrittenAnswerSerializer,
)
from catalog.services import desk
from catalog.tries import guessing


@method_decorator(never_cache, name="dispatch")
class MakeSupportCode(APIView):
    """For anybody who may know of the screening."""

    permission_classes = (AllowAny,)

    @extend_schema(
        request=TroubleSerializer,
        responses={201: SupportCodeSerializer},
        operation_id="screenings_support_codes_make",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Keep the verdict of this instant for the desk, for 48 hours. The address is not kept.

        A player may say what it knows; of the agent's words only a coarse class is kept.
        """
        now = timezone.now()
        screening = get_object_or_404(Screening.objects.reachable_at(now), public_id=public_id)
        body = TroubleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = asked_by(request, trouble=body.validated_data)
        made = services.make_support_code(asked=asked, screening=screening, now=now)
        return Response(SupportCodeSerializer(made).data, status=201)


@method_decorator(never_cache, name="dispatch")
class ShowSupportCode(APIView):
    """For the desk."""

    permission_classes = (IsStaff,)

    @extend_schema(responses=ShownVerdictSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Show the one verdict behind a code, and nothing of the viewer."""
        found = services.support_code_of(code, now=timezone.now())
        explained = services.explained_code(found)
        if explained is None:
            return Response(ShownCodeSerializer(found).data)
        return Response(ShownVerdictSerializer(explained, context={"code": found}).data)


class GrantBySupportCode(APIView):
    """What the desk can do."""

    permission_classes = (IsStaff,)

    @extend_schema(
        request=HelpSerializer, responses={204: None}, operation_id="support_codes_grant"
    )
    def post(self, request: Request, code: str) -> Response:
        """Give whoever made the code a ticket, more time, or her ticket as new.

        She is told in her language. 409 `nobody_to_grant`; 409 `choose_offer` lists the
        screening's `offers` where there is not one to staff.
        """
        now = timezone.now()
        found = services.support_code_of(code, now=now)
        body = HelpSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        desk.help_viewer(code=found, wanted=body.wanted(), actor=_staff(request), now=now)
        return Response(status=204)


@method_decorator(never_cache, name="dispatch")
class SupportAnswers(APIView):
    """What the desk says to whoever has the code."""

    def get_permissions(self) -> Any:
        """Read by whoever has the code; written by the desk."""
        return [IsStaff()] if self.request.method == "POST" else [AllowAny()]

    @extend_schema(responses=AnswerSerializer(many=True), operation_id="support_codes_answers")
    def get(self, request: Request, code: str) -> Response:
        """Read the answers. 404 `no_answer`, the same for a wrong code and for one that waits."""
        with guessing(request):
            found = desk.answers_by_code(code, now=timezone.now())
        return Response(AnswerSerializer(found, many=True).data)

    @extend_schema(
        request=WrittenAnswerSerializer,
        responses={204: None},
        operation_id="support_codes_answer",
    )
    def post(self, request: Request, code: str) -> Response:
        """Answer, in one's own words or in canned ones, which she reads in her language."""
        now, actor = timezone.now(), _staff(request)
        found = services.support_code_of(code, now=now)
        body = WrittenAnswerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = body.validated_data
        if "canned" in given:
            desk.answer_canned(code=found, slug=given["canned"], actor=actor, now=now)
        else:
            desk.answer(code=found, text=given["text"], actor=actor, now=now)
        return Response(status=204)


def _staff(request: Request) -> User:
    staff: Any = request.user
    known: User = staff
    return known
