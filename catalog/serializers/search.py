"""Results of a search."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from catalog.availability import Availability
from catalog.examples import finding as examples
from catalog.finding.facets import Facet, Runtime
from catalog.models import SearchKind
from catalog.serializers.people import PersonSerializer
from catalog.services.search import LAST_PAGE, Match
from catalog.services.search_results import Result, ResultPage, Wording
from catalog.services.search_vocabulary import Choice

MOST_CHOSEN = 20


class SearchQuerySerializer(serializers.Serializer[Any]):
    """What may be asked. A facet may be given several times: any of its values will do."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    page = serializers.IntegerField(required=False, min_value=1, max_value=LAST_PAGE, default=1)
    type = serializers.MultipleChoiceField(choices=SearchKind.choices, required=False)
    period = serializers.ListField(
        child=serializers.SlugField(), max_length=MOST_CHOSEN, default=[]
    )
    theme = serializers.ListField(child=serializers.SlugField(), max_length=MOST_CHOSEN, default=[])
    genre = serializers.ListField(child=serializers.SlugField(), max_length=MOST_CHOSEN, default=[])
    decade = serializers.ListField(
        child=serializers.RegexField(r"^[0-9]{3}0$"), max_length=MOST_CHOSEN, default=[]
    )
    country = serializers.ListField(
        child=serializers.RegexField("^[A-Z]{2}$"), max_length=MOST_CHOSEN, default=[]
    )
    language = serializers.ListField(
        child=serializers.RegexField("^[a-z]{2,3}$"), max_length=MOST_CHOSEN, default=[]
    )
    runtime = serializers.MultipleChoiceField(
        choices=[(band.value, band.value) for band in Runtime], required=False
    )
    availability = serializers.MultipleChoiceField(
        choices=[(one.value, one.value) for one in Availability], required=False
    )

    def chosen(self) -> dict[Facet, list[str]]:
        """The values asked for, by facet."""
        data: dict[str, Any] = self.validated_data
        return {facet: sorted(data.get(facet.value) or []) for facet in Facet}


class PieceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField()
    match = serializers.BooleanField(help_text="is this what was looked for?")


class WordingSerializer(serializers.Serializer[Any]):
    language = serializers.CharField(help_text="BCP 47")
    pieces = PieceSerializer(many=True)


class ResultSerializer(serializers.Serializer[Any]):
    type = serializers.ChoiceField(choices=SearchKind.choices, source="kind")
    id = serializers.CharField(source="row.public_id")
    slug = serializers.CharField(source="row.slug")
    year = serializers.SerializerMethodField()
    titles = WordingSerializer(many=True)
    excerpt = WordingSerializer(allow_null=True)
    people = PersonSerializer(many=True)
    availability = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Availability], allow_null=True
    )

    def get_year(self, result: Any) -> int | None:
        """Of a film or an essay; a period's first."""
        found: int | None = getattr(result.row, "year", getattr(result.row, "first_year", None))
        return found


class ChoiceSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    count = serializers.IntegerField(help_text="results, if this alone were chosen of its facet")
    selected = serializers.BooleanField()
    texts = serializers.SerializerMethodField()

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
    def get_texts(self, choice: Any) -> dict[str, str]:
        """Names by BCP 47 tag; empty where the value is a code."""
        return {text.language: getattr(text, "name", None) or text.title for text in choice.texts}


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=[(facet.value, facet.value) for facet in Facet])
    values = ChoiceSerializer(many=True)


@extend_schema_serializer(examples=[examples.SEARCH])
class ResultPageSerializer(serializers.Serializer[Any]):
    query = serializers.CharField(source="text")
    match = serializers.ChoiceField(
        choices=[(match.value, match.value) for match in Match],
        help_text="close: nothing fits exactly",
    )
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField(help_text=f"{LAST_PAGE} at most")
    results = ResultSerializer(many=True)
    facets = serializers.SerializerMethodField()

    @extend_schema_field(FacetSerializer(many=True))
    def get_facets(self, page: ResultPage) -> Sequence[dict[str, Any]]:
        """In the order of the page."""
        return [
            {"name": facet.value, "values": ChoiceSerializer(choices, many=True).data}
            for facet, choices in page.facets.items()
        ]


def result_page(page: ResultPage) -> dict[str, Any]:
    """What `ResultPageSerializer` describes, and a test holds this against it.

    A page of results has some three hundred parts: to make a serializer for each, and its fields
    anew, takes longer than the search.
    """
    return {
        "query": page.text,
        "match": page.match.value,
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "results": [_result(result) for result in page.results],
        "facets": [
            {"name": facet.value, "values": [_choice(choice) for choice in choices]}
            for facet, choices in page.facets.items()
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    row = result.row
    return {
        "type": result.kind.value,
        "id": row.public_id,
        "slug": row.slug,
        "year": row.first_year if result.kind is SearchKind.PERIOD else row.year,
        "titles": [_wording(title) for title in result.titles],
        "excerpt": _wording(result.excerpt) if result.excerpt else None,
        "people": [
            {
                "id": person.public_id,
                "slug": person.slug,
                "names": {name.language: {"name": name.name} for name in person.names},
            }
            for person in result.people
        ],
        "availability": result.availability,
    }


def _wording(wording: Wording) -> dict[str, Any]:
    pieces = [{"text": piece.text, "match": piece.match} for piece in wording.pieces]
    return {"language": wording.language, "pieces": pieces}


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "value": choice.value,
        "count": choice.count,
        "selected": choice.selected,
        "texts": {text.language: text.name for text in choice.texts},
    }
