"""A film's rights sheet, for its team and staff."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import messages, services
from catalog.models import Film, RightsGrant
from catalog.serializers import GrantSerializer, GrantTermsSerializer

GRANTS = RightsGrant.objects.select_related(
    "edition", "supersedes", "superseded_by"
).prefetch_related("territory_groups")


class FilmRights(ListAPIView[RightsGrant]):
    """What a film's makers allow."""

    permission_classes = (IsAuthenticated,)
    serializer_class = GrantSerializer
    queryset = GRANTS

    def get_queryset(self) -> QuerySet[RightsGrant]:
        """All grants, the latest first; those that were superseded too."""
        return GRANTS.filter(film=self.film()).order_by("-created_at", "-pk")

    def film(self) -> Film:
        """Find the film. To others, one that they may not know of does not exist."""
        user: Any = self.request.user
        film = get_object_or_404(Film, slug=self.kwargs["slug"])
        if services.may_state_rights(user, film):
            return film
        get_object_or_404(Film.objects.reachable_at(timezone.now()), pk=film.pk)
        raise PermissionDenied(
            messages.refused("not_on_team", language=get_language()), code="not_on_team"
        )

    @extend_schema(
        request=GrantTermsSerializer,
        responses={201: GrantSerializer},
        operation_id="films_rights_grant",
    )
    def post(self, request: Request, slug: str) -> Response:
        """Record a grant; it is never changed, a later one supersedes it."""
        user: Any = request.user
        film, now = self.film(), timezone.now()
        body = GrantTermsSerializer(data=request.data, context={"film": film, "now": now})
        body.is_valid(raise_exception=True)
        grant = services.record_grant(film=film, actor=user, now=now, **body.validated_data)
        return Response(GrantSerializer(GRANTS.get(pk=grant.pk)).data, status=201)
