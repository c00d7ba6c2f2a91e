"""Masters and the work on them, to look at: nothing here is edited by hand."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from transcoding import outages, steering
from transcoding.models import Job, JobStep, Master, Publication, Track
from transcoding.states import StepKind
from vod.staff.base import ReadOnly, StaffAdmin


class Steered(ReadOnly):
    """With actions for those whose role may steer."""

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with the permission "steer"."""
        return request.user.has_perm("transcoding.steer_master")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say above the list which workers take no step, and why."""
        for node, free in outages.refusing().items():
            mebibytes = free // 1024**2
            messages.warning(request, f"{node} takes no step: {mebibytes} MiB of disk are free.")
        answer: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return answer


@admin.register(Master)
class MasterAdmin(Steered, StaffAdmin[Master]):
    """What was sent in, and what came of it."""

    called = _("master"), _("masters")
    list_display = ("public_id", "state", "problem", "priority", "size", "created_at", "steps")
    list_filter = ("state", "problem", "retain_until")
    search_fields = ("=public_id", "=owner")
    actions = ("cancel", "retry", "let_through")

    @admin.display(description=_("work"))
    def steps(self, master: Master) -> str:
        """To everything that was done for it, with logs."""
        url = reverse("admin:transcoding_jobstep_changelist", query={"q": master.public_id})
        return format_html('<a href="{}">steps</a>', url)

    @admin.action(description=_("Cancel the work"), permissions=["steer"])
    def cancel(self, request: HttpRequest, masters: QuerySet[Master]) -> None:
        """Stop what is under way."""
        _steer(request, steering.cancel, masters)

    @admin.action(description=_("Try again"), permissions=["steer"])
    def retry(self, request: HttpRequest, masters: QuerySet[Master]) -> None:
        """Try again what failed."""
        _steer(request, steering.retry, masters)

    @admin.action(description=_("Publish in spite of the quality report"), permissions=["steer"])
    def let_through(self, request: HttpRequest, masters: QuerySet[Master]) -> None:
        """Release what a report holds back."""
        _steer(request, steering.let_through, masters)


def _steer(request: HttpRequest, act: Callable[..., Master], masters: Iterable[Master]) -> None:
    for master in masters:
        try:
            master = act(master=master, now=timezone.now())  # noqa: PLW2901
        except steering.SteeringConflict as conflict:
            messages.error(request, f"Master {master}: {conflict.detail}")
        else:
            messages.success(request, f"Master {master} is {master.state}.")


@admin.register(JobStep)
class JobStepAdmin(Steered, StaffAdmin[JobStep]):
    """Who waits, who runs, who failed and why; the log is on the step's page."""

    called = _("step of work"), _("steps of work")
    list_display = (
        "pk",
        "job",
        "kind",
        "state",
        "attempts",
        "outages",
        "progress",
        "started_at",
        "finished_at",
        "error",
    )
    list_filter = ("state", "kind", "job__master__state")
    search_fields = ("=job__master__public_id",)
    search_help_text = "id of a master"
    list_select_related = ("job__master",)
    actions = ("retry",)

    @admin.display(ordering="attempt")
    def attempts(self, step: JobStep) -> str:
        """Attempts begun, of how many."""
        return f"{step.attempt} of {step.most_attempts}"

    @admin.action(description=_("Try again"), permissions=["steer"])
    def retry(self, request: HttpRequest, steps: QuerySet[JobStep]) -> None:
        """Try again what failed in the masters of these steps; of a sweep, the sweep alone."""
        if swept := steering.sweep_again(steps=steps, now=timezone.now()):
            messages.success(request, f"{swept} sweeps come again.")
        films = Master.objects.filter(jobs__steps__in=steps.exclude(kind=StepKind.SWEEP))
        _steer(request, steering.retry, films.distinct())


@admin.register(Job)
class JobAdmin(ReadOnly, StaffAdmin[Job]):
    """Plans."""

    called = _("job"), _("jobs")
    list_display = ("pk", "master", "profile", "created_at", "finished_at")
    list_select_related = ("master",)


@admin.register(Publication)
class PublicationAdmin(ReadOnly, StaffAdmin[Publication]):
    """Revisions."""

    search_fields = ("=public_id", "=master__public_id")
    called = _("publication"), _("publications")
    list_display = ("public_id", "master", "revision", "created_at")
    list_select_related = ("master",)


@admin.register(Track)
class TrackAdmin(ReadOnly, StaffAdmin[Track]):
    """Renditions and their measured bit rates."""

    called = _("track"), _("tracks")
    list_display = ("label", "kind", "codecs", "peak_bandwidth", "average_bandwidth")
    list_filter = ("kind",)
