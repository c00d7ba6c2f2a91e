"""Editions and their programmes."""

from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from catalog.filters import EditionFilter
from catalog.models import Edition
from catalog.serializers import (
    EditionSerializer,
)


class EditionList(ListAPIView[Edition]):
    """All editions that were announced, the newest first."""

    permission_classes = (AllowAny,)
    serializer_class = EditionSerializer
    filterset_class = EditionFilter
    queryset = Edition.objects.seen().with_programmes().order_by("-year", "slug")


class EditionDetail(RetrieveAPIView[Edition]):
    """An edition with its programmes."""

    permission_classes = (AllowAny,)
    serializer_class = EditionSerializer
    queryset = Edition.objects.seen().with_programmes()
    lookup_field = "slug"
