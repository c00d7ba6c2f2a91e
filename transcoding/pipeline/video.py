"""A chunk of the picture: decoded once, encoded for every rung, encrypted, stored as it comes."""

import base64
from collections.abc import Callable
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from transcoding import jobs, runner
from transcoding.commands import picture
from transcoding.ladder import Rung
from transcoding.leases import Lease
from transcoding.models import Job, JobStep
from transcoding.pipeline.decode import digest, read_hashes
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.schedule import START_SECONDS, Chunk, Grid
from transcoding.segments import cut_stills, cut_video, read_track
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem, StepKind


class FramesMissing(Exception):
    """The encoder said that all was well, and frames are missing."""


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Encode the chunk; it completes only with the very frames that the survey saw."""
    plan = step.job.plan
    grid = Grid.from_json(plan["grid"])
    chunk = Chunk(start=step.parameters["start"], end=step.parameters["end"])
    rungs = [Rung(**data) for data in plan["rungs"]]
    stills = [Rung(**data) for data in plan["stills"]]
    vault = Vault(step, per_period=plan["key_period_segments"])
    tracks: dict[str, dict[str, Any]] = {r.name: {"segments": []} for r in [*rungs, *stills]}
    hashes: list[bytes] = []

    def follow(progress: runner.Progress) -> None:
        done = progress.frame / (chunk.end - chunk.start)
        lease.report(progress=done, speed=progress.speed)

    with open_master(step.job.master) as reader:
        runner.run(
            lambda pipes: picture.video_chunk(
                binaries=runner.binaries(),
                url=reader.url,
                source=Source.from_json(plan["source"]),
                grid=grid,
                chunk=chunk,
                rungs=rungs,
                stills=stills,
                pipes=pipes,
                threads=settings.ENCODE_THREADS,
            ),
            outputs=[
                *(_store(vault, tracks[r.name], r.name, grid, chunk) for r in rungs),
                *(_store_stills(vault, tracks[r.name], r.name, grid, chunk) for r in stills),
            ],
            stdout=lambda stream: hashes.extend(read_hashes(stream)),
            progress=follow,
            bounds=bounds(lease),
        )
        reader.check()
    if digest(hashes) != step.parameters["digest"]:
        return _other_frames(step, seen=len(hashes), planned=chunk.end - chunk.start)
    for rung in rungs:
        check_frames(tracks[rung.name]["segments"], grid=grid, chunk=chunk)
    for rung in stills:
        check_stills(tracks[rung.name]["segments"], grid=grid, chunk=chunk)
    return Outcome(result={"tracks": tracks})


def check_stills(segments: list[dict[str, Any]], *, grid: Grid, chunk: Chunk) -> None:
    """Exactly the planned pictures, each at its instant; raises `FramesMissing`."""
    seen = [(s["index"], s["decode_time"]) for s in segments]
    planned = [
        (start // grid.still_frames, START_SECONDS * grid.timescale + start * grid.frame_ticks)
        for start in range(chunk.start, chunk.end, grid.still_frames)
    ]
    if seen != planned:
        raise FramesMissing(f"stills {seen}, planned {planned}")


def check_frames(segments: list[dict[str, Any]], *, grid: Grid, chunk: Chunk) -> None:
    """Exactly the planned segments with exactly their frames; raises `FramesMissing`."""
    first = chunk.start // grid.segment_frames
    seen = [(s["index"], s["samples"], s["ticks"]) for s in segments]
    planned = []
    for index in range(first, first + -(-(chunk.end - chunk.start) // grid.segment_frames)):
        start, end = grid.segment_range(index)
        planned.append((index, end - start, (end - start) * grid.frame_ticks))
    if seen != planned:
        raise FramesMissing(f"segments {seen}, planned {planned}")


def _store(
    vault: Vault, track: dict[str, Any], name: str, grid: Grid, chunk: Chunk
) -> Callable[[BinaryIO], None]:
    def consume(stream: BinaryIO) -> None:
        items = read_track(stream)
        head = next(items, b"")
        track["init"] = base64.b64encode(head).decode()  # type: ignore[arg-type]
        first = chunk.start // grid.segment_frames
        for segment in cut_video(items, first_segment=first):  # type: ignore[arg-type]
            track["segments"].append(vault.put(segment, track=name))

    return consume


def _store_stills(
    vault: Vault, track: dict[str, Any], name: str, grid: Grid, chunk: Chunk
) -> Callable[[BinaryIO], None]:
    def consume(stream: BinaryIO) -> None:
        items = read_track(stream)
        head = next(items, b"")
        track["init"] = base64.b64encode(head).decode()  # type: ignore[arg-type]
        for still in cut_stills(items, grid=grid, chunk=chunk):  # type: ignore[arg-type]
            track["segments"].append(vault.put_still(still, track=name))

    return consume


def _other_frames(step: JobStep, *, seen: int, planned: int) -> Outcome:
    """The container can't be sought in: encode it as one chunk, which needs no seek."""
    if step.job.plan["generation"] > 0:
        raise MasterRefused(Problem.DAMAGED, f"{seen} frames where {planned} were surveyed")
    return Outcome(
        result={"replanned": True, "seen": seen},
        after=lambda: _replan(step.job, keep=step.pk),
    )


def _replan(job: Job, *, keep: int) -> None:
    job.refresh_from_db(fields=["plan"])
    if job.plan["generation"] > 0:
        return
    job.steps.filter(kind=StepKind.VIDEO).exclude(pk=keep).delete()
    job.steps.filter(pk=keep).update(weight=0)  # nothing of it is kept
    job.plan["generation"] = 1
    job.save(update_fields=["plan"])
    whole = [(0, job.plan["grid"]["frames"], job.plan["digest"])]
    jobs.add_video_steps(job, whole, now=timezone.now(), generation=1)
