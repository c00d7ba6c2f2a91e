"""The timeline: periods and essays."""

from django.db.models import QuerySet

from catalog.loading import counted_periods, essay_line_loads, essay_loads, period_loads
from catalog.models import Essay, Period, Sight
from catalog.serializers import (
    CountedPeriodSerializer,
    EssayLineSerializer,
    EssaySerializer,
    EssayWriteSerializer,
    PeriodSerializer,
    PeriodWriteSerializer,
)
from catalog.services import nouns
from catalog.views.resources import Collection, Resource, Single


class Periods(Resource):
    """Stretches of the timeline."""

    queryset = Period.objects.none()
    noun = nouns.PERIOD
    shape, line, written = PeriodSerializer, CountedPeriodSerializer, PeriodWriteSerializer

    def reached(self, sight: Sight) -> QuerySet[Period]:
        """With everything on the period's page."""
        return Period.objects.reachable_at(sight).prefetch_related(*period_loads(sight))


class PeriodList(Periods, Collection):
    """The timeline, the earliest period first."""

    def listed(self, sight: Sight) -> QuerySet[Period]:
        """With the numbers of what may be seen."""
        return counted_periods(sight).prefetch_related("texts")


class PeriodDetail(Periods, Single):
    """A period with its films, people and essays."""


class Essays(Resource):
    """Texts about films, people, or a time."""

    queryset = Essay.objects.none()
    noun = nouns.ESSAY
    shape, line, written = EssaySerializer, EssayLineSerializer, EssayWriteSerializer

    def reached(self, sight: Sight) -> QuerySet[Essay]:
        """With everything on the essay's page."""
        return Essay.objects.reachable_at(sight).prefetch_related(*essay_loads(sight))


class EssayList(Essays, Collection):
    """All essays, the newest first."""

    def listed(self, sight: Sight) -> QuerySet[Essay]:
        """The newest first."""
        rows = Essay.objects.seen_at(sight).order_by("-year", "slug")
        return rows.prefetch_related(*essay_line_loads(sight))


class EssayDetail(Essays, Single):
    """An essay with its words, its authors, and what it is about."""
