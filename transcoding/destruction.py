"""Masters destroyed for good, with all that was made of them: the keys first.

What is stored of a film is noise without its secret, so that the store may be slow, or away.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from transcoding import jobs, storage
from transcoding.models import (
    ContentSecret,
    Frame,
    Job,
    JobStep,
    Master,
    Publication,
    QualityReport,
    Segment,
    SubtitleSource,
    Track,
    UploadPart,
)
from transcoding.states import MasterState


@transaction.atomic
def silence(*, masters: Collection[int], now: datetime) -> None:
    """Stop all work on them and destroy their keys. From here on there is no way back."""
    under_way = Job.objects.filter(master__in=masters, finished_at=None, cancelled_at=None)
    for job in under_way.order_by("pk"):
        jobs.close(job, now=now)
    _secrets(masters).update(sealed=ContentSecret.DESTROYED)


def destroy(*, masters: Collection[int]) -> None:
    """Delete files, renditions and all rows that tell something. Raises `StoreUnavailable`.

    May be said again: whoever still worked on one of them may have stored something since.
    """
    for master in Master.objects.filter(pk__in=masters).order_by("pk"):
        if master.upload_id:
            storage.abort_upload(key=master.object_key, upload_id=master.upload_id)
        storage.delete_master(master.object_key)
        for prefix in master.jobs.values_list("prefix", flat=True):
            storage.delete_renditions(list(storage.list_renditions(f"{prefix}/")))
    _empty(masters)


@transaction.atomic
def forget(*, masters: Collection[int]) -> None:
    """Delete what is left of their rows: from here on nobody knows where to look again.

    Not before every step that ran has ended, whatever became of its worker: `STEP_SECONDS`.
    """
    secrets = list(_secrets(masters).values_list("pk", flat=True))
    Master.objects.filter(pk__in=masters).delete()
    ContentSecret.objects.filter(pk__in=secrets).delete()


@transaction.atomic
def _empty(masters: Collection[int]) -> None:
    """Leave names of objects alone, which are random. Sessions on it go with a publication."""
    Publication.objects.filter(master__in=masters).delete()
    Segment.objects.filter(track__master__in=masters).delete()
    Track.objects.filter(master__in=masters).delete()
    JobStep.objects.filter(job__master__in=masters).delete()
    QualityReport.objects.filter(job__master__in=masters).delete()
    Frame.objects.filter(job__master__in=masters).delete()
    UploadPart.objects.filter(master__in=masters).delete()
    SubtitleSource.objects.filter(master__in=masters).delete()
    Job.objects.filter(master__in=masters).update(plan={})
    Master.objects.filter(pk__in=masters).update(
        state=MasterState.ABORTED, owner="", upload_id="", problem="", detail="", source=None
    )


def _secrets(masters: Collection[int]) -> "QuerySet[ContentSecret]":
    of_jobs = Job.objects.filter(master__in=masters).values("secret")
    of_tracks = Track.objects.filter(master__in=masters).exclude(secret=None).values("secret")
    return ContentSecret.objects.filter(Q(pk__in=of_jobs) | Q(pk__in=of_tracks))
