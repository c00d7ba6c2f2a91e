"""The first step: probe the master, decode it once in order, and plan.

The hash of every decoded frame is what the chunks are checked against later: a chunk that saw
other frames than the sequential decode does not complete (ADR 0005).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from transcoding import jobs, ladder, runner
from transcoding.commands import inspect, survey
from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.probe import anonymous, read_source, recognised
from transcoding.runner import EncoderFailed
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem, StepKind, StepState

SLACK_SECONDS = 1  # by which a picture may be shorter than its container says


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Probe, decode, plan; the outcome adds the steps of the plan."""
    master = step.job.master
    limits = bounds(lease)
    with open_master(master) as reader:
        try:
            facts = _probe(url=reader.url, limits=limits)
            source = read_source(facts)
            hashes = _decode(source, url=reader.url, lease=lease, limits=limits)
        except MasterRefused:
            reader.check()  # the store's fault is not the master's
            raise
        reader.check()
    grid = Grid(frame_rate=source.frame_rate, frames=len(hashes))
    check_length(grid, source=source)
    return Outcome(
        result={"frames": grid.frames},
        after=lambda: _plan(step, facts=facts, source=source, grid=grid, hashes=hashes),
    )


def check_length(grid: Grid, *, source: Source) -> None:
    """FFmpeg exits 0 on a master whose tail is cut off; raises `MasterRefused`."""
    if grid.seconds < source.declared_seconds - SLACK_SECONDS:
        detail = f"{float(grid.seconds):.2f} of {source.declared_seconds:.2f} seconds"
        raise MasterRefused(Problem.DAMAGED, detail)
    if grid.frames < grid.gop:
        raise MasterRefused(Problem.TOO_SHORT, f"{grid.frames} frames")


def read_hashes(stream: BinaryIO) -> list[bytes]:
    """The hash column of FFmpeg's `framehash` format."""
    return [line.rsplit(b",", 1)[-1].strip() for line in stream if line[:1] not in b"#\n"]


def digest(hashes: Sequence[bytes]) -> str:
    """One digest for a run of frames."""
    return hashlib.sha256(b"\n".join(hashes)).hexdigest()


def _probe(*, url: str, limits: runner.Bounds) -> dict[str, Any]:
    command = inspect.probe(binaries=runner.binaries(), url=url)
    try:
        facts: dict[str, Any] = json.loads(runner.capture(command, bounds=limits))
    except EncoderFailed as failure:
        if failure.killed:
            raise
        problem = Problem.DAMAGED if recognised(failure.log) else Problem.NOT_A_FILM
        raise MasterRefused(problem, str(failure)) from failure
    return facts


def _decode(source: Source, *, url: str, lease: Lease, limits: runner.Bounds) -> list[bytes]:
    hashes: list[bytes] = []
    expected = max(source.duration * float(source.frame_rate), 1)

    def follow(progress: runner.Progress) -> None:
        lease.report(progress=progress.frame / expected, speed=progress.speed)

    command = survey.survey(
        binaries=runner.binaries(), url=url, source=source, rate=source.frame_rate
    )
    try:
        runner.run(
            lambda _: command,
            outputs=(),
            stdout=lambda stream: hashes.extend(read_hashes(stream)),
            progress=follow,
            bounds=limits,
        )
    except EncoderFailed as failure:
        if failure.killed:
            raise
        raise MasterRefused(Problem.DAMAGED, str(failure)) from failure
    return hashes


def _plan(
    step: JobStep, *, facts: dict[str, object], source: Source, grid: Grid, hashes: list[bytes]
) -> None:
    job, now = step.job, timezone.now()
    rungs = ladder.rungs(profile=job.profile, width=source.width, height=source.height)
    job.plan = {
        "source": source.to_json(),
        "grid": grid.to_json(),
        "rungs": [asdict(rung) for rung in rungs],
        "key_period_segments": settings.KEY_PERIOD_SEGMENTS,
        "generation": 0,
        "digest": digest(hashes),
    }
    job.save(update_fields=["plan"])
    job.master.source = anonymous(facts)
    job.master.save(update_fields=["source"])
    chunks = grid.chunks(slots=settings.ENCODE_SLOTS, longest=settings.CHUNK_MAX_SECONDS)
    digests = [(c.start, c.end, digest(hashes[c.start : c.end])) for c in chunks]
    jobs.add_video_steps(job, digests, now=now, generation=0)
    if source.sounds:
        jobs.add_step(job, StepKind.AUDIO, now=now, weight=float(grid.seconds) / 10)
    for subtitle in job.master.subtitle_sources.all():
        jobs.add_step(job, StepKind.SUBTITLE, now=now, source=subtitle.pk)
    jobs.add_step(job, StepKind.PACKAGE, now=now, state=StepState.WAITING)
    jobs.add_step(job, StepKind.SWEEP, now=now, state=StepState.WAITING)
