"""From what the survey saw to the steps that are to be done."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from transcoding import jobs, ladder, sound
from transcoding.models import JobStep
from transcoding.pipeline.decode import Seen, digest
from transcoding.pipeline.proof import FRAMES, PACKETS
from transcoding.probe import anonymous
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import StepKind, StepState


def add_steps(
    step: JobStep, *, facts: dict[str, Any], source: Source, grid: Grid, seen: Seen
) -> None:
    """Write the plan into the job and add its steps.

    The survey of a film that is planned anew says of which generation its plan is.
    """
    job, now = step.job, timezone.now()
    generation = step.parameters.get("generation", 0)
    rungs = ladder.rungs(profile=job.profile, width=source.width, height=source.height)
    job.plan = {
        "source": source.to_json(),
        "grid": grid.to_json(),
        "rungs": [asdict(rung) for rung in rungs],
        "stills": [asdict(ladder.stills(rungs))],
        "sounds": [track.to_json() for track in sound.sounds(source)],
        "quality": settings.QUALITY_CONTROL,
        "key_period_segments": settings.KEY_PERIOD_SEGMENTS,
        "generation": generation,
        "proof": PACKETS if seen.by_packets else FRAMES,
        "whole": False,
        "digest": digest(seen.hashes),
    }
    job.save(update_fields=["plan"])
    job.master.source = anonymous(facts)
    job.master.save(update_fields=["source"])
    chunks = grid.chunks(slots=settings.ENCODE_SLOTS, longest=settings.CHUNK_MAX_SECONDS)
    chunks = chunks if source.divisible else grid.whole
    digests = [(c.start, c.end, digest(seen.hashes[c.start : c.end])) for c in chunks]
    jobs.add_video_steps(job, digests, now=now, generation=generation)
    if source.sounds:
        jobs.add_step(job, StepKind.AUDIO, now=now, weight=float(grid.seconds) / 10)
    for subtitle in job.master.subtitle_sources.all():
        jobs.add_step(job, StepKind.SUBTITLE, now=now, source=subtitle.pk)
    jobs.add_step(job, StepKind.REPORT, now=now, state=StepState.WAITING)
    jobs.add_step(job, StepKind.PACKAGE, now=now, state=StepState.WAITING)
    jobs.add_step(job, StepKind.SWEEP, now=now, state=StepState.WAITING)
