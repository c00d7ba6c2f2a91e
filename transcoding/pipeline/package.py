"""The last step: check that the chunks are one film, and make its tracks."""

import base64
from collections import defaultdict
from itertools import pairwise
from typing import Any

from transcoding.boxes import parse_init
from transcoding.leases import Lease
from transcoding.models import Job, JobStep, Track
from transcoding.pipeline import gathered
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.revision import Draft, publish_tracks
from transcoding.pipeline.vault import Vault
from transcoding.schedule import Grid
from transcoding.states import StepKind, TrackKind

CLEAR = frozenset({TrackKind.SUBTITLE, TrackKind.STORYBOARD})  # players can't decrypt these
Chunks = dict[str, list[dict[str, Any]]]


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
        *_storyboard(job),
    ]
    return Outcome(
        result={"tracks": [track.label for track, _ in drafts]},
        after=lambda: publish_tracks(job, drafts),
    )


def join(chunks: list[dict[str, Any]], *, grid: Grid) -> list[dict[str, Any]]:
    """The segments of one rung over all chunks, in order; raises `NotOneFilm`.

    Contiguous in decode time, complete in frames, and under one initialisation segment.
    """
    return _join(chunks, samples=grid.frames, segments=grid.segments)


def join_stills(chunks: list[dict[str, Any]], *, grid: Grid) -> list[dict[str, Any]]:
    """The same of an I-frame rendition, whose segments are pictures."""
    return _join(chunks, samples=grid.stills, segments=grid.stills)


def _join(chunks: list[dict[str, Any]], *, samples: int, segments: int) -> list[dict[str, Any]]:
    if len({chunk["init"] for chunk in chunks}) != 1:
        raise NotOneFilm("chunks differ in their initialisation segments")
    joined = sorted((s for c in chunks for s in c["segments"]), key=lambda s: s["index"])
    for before, after in pairwise(joined):
        expected = before["decode_time"] + before["ticks"]
        if after["decode_time"] != expected:
            raise NotOneFilm(f"segment {after['index']} at {after['decode_time']}, not {expected}")
    seen = sum(segment["samples"] for segment in joined)
    if seen != samples or [s["index"] for s in joined] != list(range(segments)):
        raise NotOneFilm(f"{seen} frames in {len(joined)} segments, planned {samples}")
    return joined


def _pictures(job: Job, vault: Vault) -> list[Draft]:
    grid = Grid.from_json(job.plan["grid"])
    chunks = _chunks(job)
    drafts = []
    for kind, rungs, joining in (
        (TrackKind.VIDEO, job.plan["rungs"], join),
        (TrackKind.I_FRAMES, job.plan["stills"], join_stills),
    ):
        for rung in rungs:
            made = chunks.get(rung["name"])
            if not made:
                continue
            segments = joining(made, grid=grid)
            head = base64.b64decode(made[0]["init"])
            init = parse_init(head)
            track = _draft(job, kind, rung["name"], segments, timescale=init.timescale)
            track.profile = rung["profile"]
            track.codecs, track.width, track.height = init.codecs, init.width, init.height
            track.frame_rate = float(grid.frame_rate)
            track.init_object = vault.put_init(head)
            drafts.append((track, segments))
    return drafts


def _chunks(job: Job) -> Chunks:
    by_rung: Chunks = defaultdict(list)
    for step in gathered.chunks(job):
        for name, chunk in step.tracks.items():
            by_rung[name].append(chunk)
    return by_rung


def _single_step_tracks(job: Job, step_kind: StepKind, kind: TrackKind) -> list[Draft]:
    drafts = []
    for step in job.steps.filter(kind=step_kind).order_by("pk"):
        for label, made in step.tracks.items():
            segments = made["segments"]
            track = _draft(job, kind, label, segments, timescale=made["timescale"])
            track.language, track.role = made["language"], made.get("role", "main")
            track.group, track.forced = made.get("group", ""), made.get("forced", False)
            track.codecs = made.get("codecs", "wvtt")
            track.channels = made.get("channels", 0)
            track.init_object = made.get("init_object", "")
            drafts.append((track, segments))
    return drafts


def _storyboard(job: Job) -> list[Draft]:
    """Sheets of small pictures, taken where the film was decoded."""
    made = gathered.gather(job).storyboard
    if not made:
        return []
    segments = made["segments"]
    kind, timescale = TrackKind.STORYBOARD, made["timescale"]
    track = _draft(job, kind, made["label"], segments, timescale=timescale)
    track.codecs, track.width, track.height = "jpeg", made["width"], made["height"]
    track.tiles = {name: made[name] for name in ("columns", "rows", "seconds")}
    track.tiles["pictures"] = [segment["samples"] for segment in segments]
    return [(track, segments)]


def peak(segments: list[dict[str, Any]], *, timescale: int) -> int:
    """Bits a second of the largest segment; one of less than half the target duration is none.

    RFC 8216bis, 4.4.6.2.
    """
    target = max(segment["ticks"] for segment in segments)
    whole = [segment for segment in segments if 2 * segment["ticks"] >= target]
    rates: list[float] = [s["size"] * 8 * timescale / s["ticks"] for s in whole]
    return round(max(rates))


def _draft(
    job: Job, kind: TrackKind, label: str, segments: list[dict[str, Any]], *, timescale: int
) -> Track:
    """A track with its measured bit rates (HLS Authoring Specification 9.13, 9.14)."""
    encrypted = kind not in CLEAR
    seconds = sum(segment["ticks"] for segment in segments) / timescale
    bits = sum(segment["size"] for segment in segments) * 8
    periods = encrypted and kind != TrackKind.I_FRAMES
    return Track(
        master=job.master,
        kind=kind,
        label=label,
        timescale=timescale,
        peak_bandwidth=peak(segments, timescale=timescale),
        average_bandwidth=round(bits / seconds),
        secret=job.secret if encrypted else None,
        key_period_segments=job.plan["key_period_segments"] if periods else 0,
    )
