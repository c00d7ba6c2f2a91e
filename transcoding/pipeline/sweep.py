"""Take away what lost attempts left in the store, and once more when none can be running."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from transcoding import jobs, storage
from transcoding.leases import Lease
from transcoding.models import Frame, JobStep, Segment, Track
from transcoding.pipeline.outcome import Outcome
from transcoding.states import StepKind


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Delete every object of the job that no track and no report lists."""
    prefix = f"{step.job.prefix}/"
    kept = set(
        Segment.objects.filter(object_name__startswith=prefix).values_list("object_name", flat=True)
    )
    kept |= set(
        Track.objects.filter(init_object__startswith=prefix).values_list("init_object", flat=True)
    )
    kept |= set(
        Frame.objects.filter(object_name__startswith=prefix).values_list("object_name", flat=True)
    )
    orphans = [key for key in storage.list_renditions(prefix) if key not in kept]
    storage.delete_renditions(orphans)
    return Outcome(
        result={"deleted": len(orphans)},
        after=None if step.parameters.get("again") else lambda: _once_more(step),
    )


def _once_more(step: JobStep) -> None:
    """A worker that lost its lease may have been storing a segment just now."""
    now = timezone.now()
    again = jobs.add_step(step.job, StepKind.SWEEP, now=now, again=True)
    again.not_before = now + timedelta(seconds=settings.STEP_SECONDS)
    again.save(update_fields=["not_before"])
