"""What nothing plays any more is taken away: publications, tracks, and then their objects.

Rows go first. Whoever is killed in between leaves objects that no row lists, which a sweep deletes;
never a row that lists an object that is gone. Whether anybody above still needs a publication (a
film's version, a playback session) is asked of the database: its foreign keys refuse.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from transcoding import jobs, storage, tasks, uploads
from transcoding.models import Job, JobStep, Master, Publication, Segment, Track
from transcoding.states import MasterState, StepKind

logger = logging.getLogger(__name__)


def superseded(*, now: datetime) -> QuerySet[Publication]:
    """Publications replaced long enough ago, and held by nobody by their own account."""
    newer = Publication.objects.filter(
        master=OuterRef("master"),
        revision__gt=OuterRef("revision"),
        created_at__lt=now - timedelta(hours=settings.SUPERSEDED_HOURS),
    )
    free = Q(held_until=None) | Q(held_until__lt=now)
    return Publication.objects.filter(free, Exists(newer)).order_by("pk")


def collect(*, now: datetime) -> int:
    """Take away every superseded publication that nothing refers to; how many went."""
    return sum(_take_away(publication, now=now) for publication in superseded(now=now))


def _take_away(publication: Publication, *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            Master.objects.select_for_update().get(pk=publication.master_id)
            if not superseded(now=now).filter(pk=publication.pk).exists():
                return False  # somebody began to play it just now
            tracks = list(publication.tracks.values_list("pk", flat=True))
            _delete_rows(publication)
            sweeps = _drop_tracks(tracks, now=now)
    except IntegrityError:
        return False  # a version points to it, or a session plays it
    logger.info("publication %s is collected, %s sweeps", publication.pk, len(sweeps))
    return True


def _delete_rows(publication: Publication) -> None:
    """By the database alone: Django would delete the sessions that refer to it as well."""
    Publication.tracks.through.objects.filter(publication=publication).delete()
    rows = Publication.objects.filter(pk=publication.pk)
    rows._raw_delete(rows.db)  # noqa: SLF001 - there is no public way around the collector
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _drop_tracks(tracks: list[int], *, now: datetime) -> list[JobStep]:
    """Drop those that no publication lists any more; the steps that sweep their objects."""
    unlisted = Track.objects.filter(pk__in=tracks, publications=None)
    gone = list(unlisted.values_list("pk", flat=True))
    segments = Segment.objects.filter(track__in=gone)
    names = set(segments.filter(position=0).values_list("object_name", flat=True))
    prefixes = {name.split("/")[0] for name in names}
    segments.delete()
    Track.objects.filter(pk__in=gone).delete()
    sweeps = []
    for job in Job.objects.filter(prefix__in=prefixes).exclude(finished_at=None):
        if not Segment.objects.filter(object_name__startswith=f"{job.prefix}/").exists():
            job.frames.all().delete()  # pictures of what is gone; the report's words stay
        sweeps.append(jobs.add_step(job, StepKind.SWEEP, now=now))
    for sweep in sweeps:
        tasks.ring(sweep.queue)
    return sweeps


def drop_uploads(*, now: datetime) -> int:
    """Throw away uploads left unfinished, and files of masters cancelled, too long ago."""
    before = now - timedelta(days=settings.UPLOAD_DAYS)
    unfinished = Q(state=MasterState.UPLOADING, created_at__lt=before)
    recent = Job.objects.filter(master=OuterRef("pk"), cancelled_at__gte=before)
    cancelled = Q(state=MasterState.CANCELLED) & ~Exists(recent)
    old = list(Master.objects.filter(unfinished | cancelled))
    for master in old:
        try:
            uploads.drop(master=master)
        except storage.StoreUnavailable as failure:
            logger.warning("master %s is not dropped yet: %s", master.pk, failure)
    return len(old)
