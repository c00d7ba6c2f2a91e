"""What a film's team and programmers do with its versions."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import messages, services
from catalog.models import Film, FilmVersion
from catalog.serializers import (
    PublishedSerializer,
    SubtitleSerializer,
    UploadRequestSerializer,
)
from transcoding.serializers import MasterSerializer


class VersionView(APIView):
    """What concerns one version of a film."""

    def version_to_upload(self, request: Request, public_id: str) -> FilmVersion:
        """Find the version, for the film's team and programmers."""
        version = self.version(public_id)
        user: Any = request.user
        if not services.may_upload(user, version):
            get_object_or_404(Film.objects.reachable_at(timezone.now()), pk=version.film_id)
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
