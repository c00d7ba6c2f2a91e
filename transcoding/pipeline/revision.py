"""A new revision of a film: which of its tracks are played together from now on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from transcoding.models import Job, Master, Publication, Segment, SubtitleSource, Track
from transcoding.states import MasterState, TrackKind

LONG_AGO = datetime.min.replace(tzinfo=UTC)
Draft = tuple[Track, list[dict[str, Any]]]


def publish_tracks(job: Job, drafts: list[Draft]) -> None:
    """Write the tracks and a new revision that lists them beside the ones it keeps."""
    now = timezone.now()
    master = Master.objects.select_for_update().get(pk=job.master_id)
    for track, segments in drafts:
        track.save()
        Segment.objects.bulk_create(
            Segment(
                track=track,
                position=s["index"],
                object_name=s["object"],
                ticks=s["ticks"],
                size=s["size"],
            )
            for s in segments
        )
    job.finished_at = now
    job.save(update_fields=["finished_at"])
    if not drafts:
        return  # the subtitle that this job was for could not be made
    written = dict(SubtitleSource.objects.filter(master=master).values_list("pk", "created_at"))
    tracks = listed(master.tracks.order_by("pk"), written=written)
    if not any(track.kind == TrackKind.VIDEO for track in tracks):
        return  # a subtitle was ready first; the film's own job will list it
    last = master.publications.order_by("-revision").first()
    publication = Publication.objects.create(
        master=master, revision=last.revision + 1 if last else 1, created_at=now
    )
    publication.tracks.set(tracks)
    master.state = MasterState.READY
    master.save(update_fields=["state"])


def listed(tracks: Iterable[Track], *, written: Mapping[int, datetime]) -> list[Track]:
    """Of a master's tracks, oldest first, those that a new revision lists.

    The newest of each label. Of subtitles in one language for one use the newest text: a corrected
    one takes the place of the one before. Those of one age, as embedded ones are, stand beside each
    other. `written` says when a text came, by the number of its source.
    """
    by_label = {track.label: track for track in tracks}
    kept = [track for track in by_label.values() if track.kind != TrackKind.SUBTITLE]
    texts: dict[tuple[str, str, bool], list[Track]] = defaultdict(list)
    for track in by_label.values():
        if track.kind == TrackKind.SUBTITLE:
            texts[track.language, track.role, track.forced].append(track)
    for alike in texts.values():
        newest = max(_written(track, written) for track in alike)
        kept += [track for track in alike if _written(track, written) == newest]
    return kept


def _written(track: Track, written: Mapping[int, datetime]) -> datetime:
    """When its text came; its label ends in the number of that."""
    return written.get(int(track.label.rpartition("-")[2]), LONG_AGO)
