"""The catalogue's API: one domain call each. Here the clock is read, and the place."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import messages, services
from catalog.models import Edition, Film, FilmVersion, Offer, Screening
from catalog.places import place_of
from catalog.serializers import (
    EditionSerializer,
    FilmSerializer,
    PublishedSerializer,
    ScreeningSerializer,
    SubtitleSerializer,
    TicketSerializer,
    UploadRequestSerializer,
)
from transcoding.serializers import MasterSerializer


class EditionList(ListAPIView[Edition]):
    """All editions that were announced, the newest first."""

    permission_classes = (AllowAny,)
    serializer_class = EditionSerializer
    queryset = Edition.objects.seen().with_programmes().order_by("-year", "slug")


class EditionDetail(RetrieveAPIView[Edition]):
    """An edition with its programmes."""

    permission_classes = (AllowAny,)
    serializer_class = EditionSerializer
    queryset = Edition.objects.seen().with_programmes()
    lookup_field = "slug"


class FilmDetail(APIView):
    """A film's page."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=FilmSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Show a film with its texts, credits and versions. A hidden one does not exist."""
        now = timezone.now()
        film = get_object_or_404(Film.objects.reachable_at(now).with_page(now), slug=slug)
        return Response(FilmSerializer(film).data)


@method_decorator(never_cache, name="dispatch")
class ScreeningList(ListAPIView[Screening]):
    """Screenings, each with the verdict for the caller."""

    permission_classes = (AllowAny,)
    serializer_class = ScreeningSerializer
    queryset = Screening.objects.none()  # the real one depends on who asks, and when

    @extend_schema(parameters=[OpenApiParameter("edition", str, description="slug")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what is shown, by programme, with the caller's access to each."""
        now = timezone.now()
        screenings = Screening.objects.seen_at(now).in_order()
        if "edition" in request.query_params:
            screenings = screenings.filter(edition__slug=request.query_params["edition"])
        page = self.paginate_queryset(screenings.with_page(user=request.user, now=now)) or []
        verdicts = services.verdicts(
            screenings=page, user=request.user, place=place_of(request), now=now
        )
        context = {"verdicts": verdicts}
        data = ScreeningSerializer(page, many=True, context=context).data
        return self.get_paginated_response(data)


@method_decorator(never_cache, name="dispatch")
class ScreeningDetail(APIView):
    """One screening."""

    permission_classes = (AllowAny,)

    @extend_schema(responses=ScreeningSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        """Show a screening with the verdict for the caller."""
        now = timezone.now()
        screenings = Screening.objects.reachable_at(now).with_page(user=request.user, now=now)
        screening = get_object_or_404(screenings, public_id=public_id)
        verdict = services.verdict_for(
            screening=screening, user=request.user, place=place_of(request), now=now
        )
        context = {"verdicts": {screening.pk: verdict}}
        return Response(ScreeningSerializer(screening, context=context).data)


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


class VersionView(APIView):
    """What concerns one version of a film."""

    def version_to_upload(self, request: Request, public_id: str) -> FilmVersion:
        """Find the version, for the film's team and programmers."""
        version = self.version(public_id)
        user: Any = request.user
        if not services.may_upload(user, version):
            raise _forbidden("not_on_team")
        return version

    def version(self, public_id: str) -> FilmVersion:
        """Find the version, whoever asks."""
        versions = FilmVersion.objects.select_related("film", "master")
        return get_object_or_404(versions, public_id=public_id)


class BeginUpload(VersionView):
    """A master on its way in."""

    @extend_schema(
        request=UploadRequestSerializer,
        responses={201: MasterSerializer},
        operation_id="versions_uploads_begin",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Open the upload of a master; go on with its parts under /masters/."""
        user: Any = request.user
        version = self.version_to_upload(request, public_id)
        body = UploadRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        master = services.begin_upload(
            version=version, user=user, size=body.validated_data["size"], now=timezone.now()
        )
        return Response(MasterSerializer(master).data, status=201)


class AddSubtitle(VersionView):
    """Subtitles and captions."""

    @extend_schema(
        request=SubtitleSerializer,
        responses={201: SubtitleSerializer},
        operation_id="versions_subtitles_add",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Hand in a subtitle file for the version's master; 409 `no_master` before there is one."""
        version = self.version_to_upload(request, public_id)
        body = SubtitleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        source = services.add_subtitle(version=version, now=timezone.now(), **body.validated_data)
        return Response(SubtitleSerializer(source).data, status=201)


class Publish(VersionView):
    """The switch from one publication to the next."""

    @extend_schema(
        request=None,
        responses={200: PublishedSerializer},
        operation_id="versions_publish",
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Play the newest publication of the version's master; 409 `nothing_to_publish`."""
        user: Any = request.user
        if not services.may_publish(user):
            raise _forbidden("not_a_programmer")
        version = self.version(public_id)
        publication = services.publish_newest(version=version)
        published = {
            "version": version.public_id,
            "publication": publication.public_id,
            "revision": publication.revision,
        }
        return Response(PublishedSerializer(published).data)


def _forbidden(code: str) -> PermissionDenied:
    return PermissionDenied(messages.refused(code, language=get_language()), code=code)
