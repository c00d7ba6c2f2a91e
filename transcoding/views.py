"""The upload API: one domain call each. A master opens at its film version, in catalog."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from transcoding import reports, steering, uploads
from transcoding.models import Master
from transcoding.serializers import (
    MasterSerializer,
    PartRequestSerializer,
    PartSerializer,
    ReportSerializer,
    SignedPartSerializer,
)

STAFF = {"programmer", "admin"}
STEER = "transcoding.steer_master"  # a role has it by `ROLE_PERMISSIONS`


def owned_master(request: Request, public_id: str) -> Master:
    """A master of the caller's, or any for staff; a foreign one does not exist."""
    user: Any = request.user
    masters = Master.objects.all()
    if not user.role_names & STAFF:
        masters = masters.filter(owner=user.public_id)
    master = masters.filter(public_id=public_id).first()
    if master is None:
        raise NotFound
    return master


class MasterDetail(APIView):
    """A master and its progress."""

    @extend_schema(responses=MasterSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """State, problem and progress of a master."""
        return Response(MasterSerializer(owned_master(request, public_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        """Throw an unfinished upload away."""
        uploads.abort(master=owned_master(request, public_id))
        return Response(status=204)


class Parts(APIView):
    """The parts that arrived."""

    @extend_schema(responses=PartSerializer(many=True))
    def get(self, request: Request, public_id: str) -> Response:
        """List the parts, to resume an upload."""
        return Response(uploads.list_parts(master=owned_master(request, public_id)))


class PartDetail(APIView):
    """One part."""

    @extend_schema(request=PartRequestSerializer, responses=SignedPartSerializer)
    def post(self, request: Request, public_id: str, number: int) -> Response:
        """Sign the address to PUT a part to."""
        master = owned_master(request, public_id)
        body = PartRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sha256 = body.validated_data["sha256"]
        signed = uploads.sign_part(master=master, number=number, sha256=sha256)
        return Response(asdict(signed))


class Complete(APIView):
    """The end of an upload."""

    @extend_schema(request=None, responses=MasterSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """Make the master of its parts, and start the transcode."""
        master = uploads.complete(master=owned_master(request, public_id), now=timezone.now())
        return Response(MasterSerializer(master).data)


class Cancel(APIView):
    """The end of work on a master, for its owner and for staff."""

    @extend_schema(request=None, responses=MasterSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """Stop the work; what is published stays. Said twice it changes nothing."""
        master = owned_master(request, public_id)
        master = steering.cancel(master=master, now=timezone.now())
        return Response(MasterSerializer(master).data)


class Retry(APIView):
    """Another attempt, for staff: what an owner can mend, she mends by a new upload."""

    @extend_schema(request=None, responses=MasterSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """Try again what failed. Said twice it changes nothing."""
        master = owned_master(request, public_id)
        if not request.user.has_perm(STEER):
            raise PermissionDenied
        master = steering.retry(master=master, now=timezone.now())
        return Response(MasterSerializer(master).data)


class ReportDetail(APIView):
    """What was found in a master."""

    @extend_schema(responses=ReportSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Read the quality report, in both languages. There is none before the film is encoded."""
        report = reports.report_of(owned_master(request, public_id))
        if report is None:
            raise NotFound
        return Response(ReportSerializer(report).data)


class Waive(APIView):
    """A release in spite of the report, for staff."""

    @extend_schema(request=None, responses=MasterSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        """Publish what the quality report holds back. Said twice it changes nothing."""
        master = owned_master(request, public_id)
        if not request.user.has_perm(STEER):
            raise PermissionDenied
        master = steering.let_through(master=master, now=timezone.now())
        return Response(MasterSerializer(master).data)
