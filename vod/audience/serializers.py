"""Shapes of the report."""

from typing import Any

from rest_framework import serializers

from vod.audience.folding import K
from vod.audience.models import AudiencePeriod, QualityPeriod


class AudiencePeriodSerializer(serializers.ModelSerializer[AudiencePeriod]):
    """How a film was watched over some days."""

    countries = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="people by ISO 3166-1 code; the rest under the empty name",
    )
    completion = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="per cent of people who came to 5, 10, … 100 % of the film",
    )

    class Meta:
        model = AudiencePeriod
        fields = (
            "first_day",
            "last_day",
            "plays",
            "viewers",
            "viewers_to_date",
            "countries",
            "completion",
        )


class QualityPeriodSerializer(serializers.ModelSerializer[QualityPeriod]):
    """How well a screening played over some days."""

    class Meta:
        model = QualityPeriod
        exclude = ("id", "screening")


class ScreeningReportSerializer(serializers.Serializer[Any]):
    """The film in one screening."""

    screening = serializers.CharField(source="item.screening.public_id")
    item = serializers.CharField(source="item.public_id")
    edition = serializers.CharField(source="item.screening.edition.slug")
    viewers = serializers.IntegerField(allow_null=True, help_text="tickets that were used")
    audience = AudiencePeriodSerializer(many=True)
    quality = QualityPeriodSerializer(many=True)


class CapSerializer(serializers.Serializer[Any]):
    """What a grant allows."""

    use = serializers.CharField()
    edition = serializers.CharField()
    size = serializers.IntegerField()
    taken = serializers.IntegerField()


class AudienceReportSerializer(serializers.Serializer[Any]):
    """A film's audience."""

    film = serializers.CharField(source="film.slug")
    fewest = serializers.SerializerMethodField(help_text="people that a number is made of")
    plays = serializers.IntegerField()
    viewers = serializers.IntegerField(allow_null=True)
    countries = serializers.DictField(child=serializers.IntegerField())
    completion = serializers.ListField(child=serializers.IntegerField())
    screenings = ScreeningReportSerializer(many=True)
    caps = CapSerializer(many=True)

    def get_fewest(self, _report: object) -> int:
        """The k of it."""
        return K
