"""The last step: check that the chunks are one film, and list its tracks as a publication."""

import base64
from collections import defaultdict
from itertools import pairwise
from typing import Any

from django.utils import timezone

from transcoding.boxes import parse_init
from transcoding.leases import Lease
from transcoding.models import Job, JobStep, Master, Publication, Segment, Track
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.schedule import Grid
from transcoding.states import MasterState, StepKind, TrackKind


class NotOneFilm(Exception):
    """The chunks do not join."""


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Store the initialisation segments; the outcome writes tracks and publication."""
    job = step.job
    vault = Vault(step, per_period=job.plan["key_period_segments"])
    drafts = [
        *_pictures(job, vault),
        *_single_step_tracks(job, StepKind.AUDIO, TrackKind.AUDIO),
        *_single_step_tracks(job, StepKind.SUBTITLE, TrackKind.SUBTITLE),
    ]
    return Outcome(
        result={"tracks": [track.label for track, _ in drafts]},
        after=lambda: publish_tracks(job, drafts),
    )


def join(chunks: list[dict[str, Any]], *, grid: Grid) -> list[dict[str, Any]]:
    """The segments of one rung over all chunks, in order; raises `NotOneFilm`.

    Contiguous in decode time, complete in frames, and under one initialisation segment.
    """
    if len({chunk["init"] for chunk in chunks}) != 1:
        raise NotOneFilm("chunks differ in their initialisation segments")
    segments = sorted((s for c in chunks for s in c["segments"]), key=lambda s: s["index"])
    for before, after in pairwise(segments):
        expected = before["decode_time"] + before["ticks"]
        if after["decode_time"] != expected:
            raise NotOneFilm(f"segment {after['index']} at {after['decode_time']}, not {expected}")
    frames = sum(segment["samples"] for segment in segments)
    if frames != grid.frames or [s["index"] for s in segments] != list(range(grid.segments)):
        raise NotOneFilm(f"{frames} frames in {len(segments)} segments, planned {grid.frames}")
    return segments


def publish_tracks(job: Job, drafts: list[tuple[Track, list[dict[str, Any]]]]) -> None:
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
    tracks = {track.label: track for track in master.tracks.order_by("pk")}
    if not any(track.kind == TrackKind.VIDEO for track in tracks.values()):
        return  # a subtitle was ready first; the film's own job will list it
    last = master.publications.order_by("-revision").first()
    publication = Publication.objects.create(
        master=master, revision=last.revision + 1 if last else 1, created_at=now
    )
    publication.tracks.set(tracks.values())
    master.state = MasterState.READY
    master.save(update_fields=["state"])


def _pictures(job: Job, vault: Vault) -> list[tuple[Track, list[dict[str, Any]]]]:
    grid = Grid.from_json(job.plan["grid"])
    by_rung: dict[str, list[dict[str, Any]]] = defaultdict(list)
    steps = job.steps.filter(
        kind=StepKind.VIDEO, parameters__generation=job.plan["generation"]
    ).order_by("parameters__start")
    for step in steps:
        for name, chunk in step.tracks.items():
            by_rung[name].append(chunk)
    drafts = []
    for rung in job.plan["rungs"]:
        if rung["name"] not in by_rung:
            continue
        chunks = by_rung[rung["name"]]
        segments = join(chunks, grid=grid)
        head = base64.b64decode(chunks[0]["init"])
        init = parse_init(head)
        track = _draft(job, TrackKind.VIDEO, rung["name"], segments, timescale=init.timescale)
        track.profile = job.profile
        track.codecs, track.width, track.height = init.codecs, init.width, init.height
        track.frame_rate = float(grid.frame_rate)
        track.init_object = vault.put_init(head)
        drafts.append((track, segments))
    return drafts


def _single_step_tracks(
    job: Job, step_kind: StepKind, kind: TrackKind
) -> list[tuple[Track, list[dict[str, Any]]]]:
    drafts = []
    for step in job.steps.filter(kind=step_kind).order_by("pk"):
        for label, made in step.tracks.items():
            segments = made["segments"]
            track = _draft(job, kind, label, segments, timescale=made["timescale"])
            track.language, track.role = made["language"], made.get("role", "main")
            track.codecs = made.get("codecs", "wvtt")
            track.channels = made.get("channels", 0)
            track.init_object = made.get("init_object", "")
            drafts.append((track, segments))
    return drafts


def _draft(
    job: Job, kind: TrackKind, label: str, segments: list[dict[str, Any]], *, timescale: int
) -> Track:
    """A track with its measured bit rates (HLS Authoring Specification 9.13, 9.14)."""
    encrypted = kind is not TrackKind.SUBTITLE
    seconds = sum(segment["ticks"] for segment in segments) / timescale
    bits = sum(segment["size"] for segment in segments) * 8
    peaks = [s["size"] * 8 * timescale / s["ticks"] for s in segments[:-1] or segments]
    return Track(
        master=job.master,
        kind=kind,
        label=label,
        timescale=timescale,
        peak_bandwidth=round(max(peaks)),
        average_bandwidth=round(bits / seconds),
        secret=job.secret if encrypted else None,
        key_period_segments=job.plan["key_period_segments"] if encrypted else 0,
    )
