"""Search."""

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog import services
from catalog.places import place_of
from catalog.serializers import ResultPageSerializer, SearchQuerySerializer, result_page


@method_decorator(never_cache, name="dispatch")
class SearchView(APIView):
    """Films, people, essays, periods and screenings by words and facets."""

    permission_classes = (AllowAny,)

    @extend_schema(
        parameters=[SearchQuerySerializer],
        responses=ResultPageSerializer,
        operation_id="search",
    )
    def get(self, request: Request) -> Response:
        """Find by title, name, reading or text, in both scripts; without `q`, by facets alone.

        Where nothing fits exactly, `match` is `close`: slips and homophones are allowed for.
        """
        asked = SearchQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        page = services.search_catalogue(
            text=asked.validated_data["q"],
            chosen=asked.chosen(),
            page=asked.validated_data["page"],
            user=request.user,
            place=place_of(request),
            now=timezone.now(),
        )
        return Response(result_page(page))
