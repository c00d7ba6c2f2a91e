"""Whose turn it is among the steps that could be worked on."""

from datetime import timedelta

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now

from transcoding.models import JobStep
from transcoding.states import StepState

# What opens within a week goes first, by the day. All else has waited long enough after a day:
# from then on it comes right after that, in fair shares, so that nothing waits for ever.
URGENT_PRIORITY = 7
LONG_ENOUGH = timedelta(days=1)


def in_turn(steps: QuerySet[JobStep]) -> QuerySet[JobStep]:
    """Steps by urgency, then owners with few running steps, then age."""
    running = (
        JobStep.objects.filter(
            owner=OuterRef("owner"), state=StepState.RUNNING, lease_until__gte=Now()
        )
        .order_by()
        .values("owner")
        .annotate(n=Count("pk"))
        .values("n")
    )
    waited = Q(priority__gt=URGENT_PRIORITY, job__created_at__lt=Now() - LONG_ENOUGH)
    return steps.annotate(
        busy=Coalesce(Subquery(running, output_field=IntegerField()), 0),
        urgency=Case(
            When(waited, then=Value(URGENT_PRIORITY)),
            default=F("priority"),
            output_field=IntegerField(),
        ),
    ).order_by("urgency", "busy", "created_at", "pk")
