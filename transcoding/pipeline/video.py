"""A chunk of the picture: decoded once, encoded for every rung, encrypted, stored as it comes."""

import base64
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from django.conf import settings

from transcoding import runner
from transcoding.commands import picture
from transcoding.ladder import Rung
from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.proof import proof_of
from transcoding.pipeline.replan import other_frames
from transcoding.pipeline.vault import Vault
from transcoding.schedule import START_SECONDS, Chunk, Grid
from transcoding.segments import cut_stills, cut_video, read_track
from transcoding.source import Source


class FramesMissing(Exception):
    """The encoder said that all was well, and frames are missing."""


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Encode the chunk; it completes only with the very frames that the survey saw."""
    plan = step.job.plan
    grid, source = Grid.from_json(plan["grid"]), Source.from_json(plan["source"])
    chunk = Chunk(start=step.parameters["start"], end=step.parameters["end"])
    rungs = [Rung(**data) for data in plan["rungs"]]
    stills = [Rung(**data) for data in plan["stills"]]
    vault = Vault(step, per_period=plan["key_period_segments"])
    tracks: dict[str, dict[str, Any]] = {r.name: {"segments": []} for r in [*rungs, *stills]}
    proof = proof_of(step, source=source, grid=grid, chunk=chunk)
    frames = chunk.end - chunk.start

    def follow(progress: runner.Progress) -> None:
        lease.report(progress=progress.frame / frames, speed=progress.speed)

    def command(url: str, pipes: Sequence[int]) -> list[str]:
        return picture.video_chunk(
            binaries=runner.binaries(),
            url=url,
            source=source,
            grid=grid,
            chunk=chunk,
            rungs=rungs,
            stills=stills,
            pipes=pipes[: len(tracks)],
            threads=settings.ENCODE_THREADS,
            watch=proof.watch(pipes[len(tracks) :]),
        )

    try:
        with open_master(step.job.master) as reader:
            runner.run(
                lambda pipes: command(reader.url, pipes),
                outputs=[
                    *(_store(vault, tracks[r.name], r.name, grid, chunk) for r in rungs),
                    *(_store_stills(vault, tracks[r.name], r.name, grid, chunk) for r in stills),
                    *proof.outputs,
                ],
                stdout=proof.read,
                progress=follow,
                bounds=bounds(lease),
                log=proof.hear,
            )
            reader.check()
    except (runner.EncoderFailed, runner.TooMuch) as failure:
        if not proof.can_be_blamed(failure):
            raise
        return other_frames(step, seen=proof.count(), planned=frames)
    if not proof.holds(step.parameters["digest"]):
        return other_frames(step, seen=proof.count(), planned=frames)
    for rung in rungs:
        check_frames(tracks[rung.name]["segments"], grid=grid, chunk=chunk)
    for rung in stills:
        check_stills(tracks[rung.name]["segments"], grid=grid, chunk=chunk)
    return Outcome(result={"tracks": tracks, "seen": proof.seen()})


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
