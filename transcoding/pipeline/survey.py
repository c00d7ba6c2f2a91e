"""The first step: look at the master, go through it once in order, and plan.

What is seen of every frame is what the chunks are checked against later: a chunk that saw other
frames does not complete (ADR 0005). It is a hash of each decoded frame, or of its packet where
packets tell every frame: those are decoded by the chunks alone.
"""

from typing import Any

from django.conf import settings

from transcoding import gallery, runner
from transcoding.commands.takes import GALLERY, QUALITY
from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline import inspection, plan
from transcoding.pipeline.decode import Seen, decode, leaf_through
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.takings import Takings, shown
from transcoding.pipeline.vault import Vault
from transcoding.quality.measures import Picture
from transcoding.quality.seams import with_parts
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem

SLACK_SECONDS = 1  # by which a picture may be shorter than its container says


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Probe, read or decode, plan; the outcome adds the steps of the plan."""
    limits = bounds(lease)
    quality = settings.QUALITY_CONTROL
    takings = Takings((*GALLERY, *(QUALITY if quality else ())), vault=Vault(step, per_period=0))
    with open_master(step.job.master) as reader:
        try:
            facts, source = inspection.look_at(url=reader.url, limits=limits)
            seen = None
            if source.told_by_packets and not step.parameters.get("decode"):
                seen = leaf_through(source, url=reader.url, lease=lease, limits=limits)
            if seen is None:
                seen = decode(
                    source,
                    url=reader.url,
                    gallery=gallery.gallery(source),
                    takes=takings.consumers,
                    quality=quality,
                    lease=lease,
                    limits=limits,
                )
        except runner.TooMuch as excess:
            reader.check()
            raise MasterRefused(Problem.TOO_DEMANDING, str(excess)) from excess
        except MasterRefused:
            reader.check()  # the store's fault is not the master's
            raise
        reader.check()
    grid = Grid(frame_rate=source.frame_rate, frames=len(seen.hashes))
    check_length(grid, source=source)
    picture = _measured(seen, takings, grid) if quality else None
    pictures = {} if seen.by_packets else _pictures(source, takings, grid, picture)
    return Outcome(
        result={
            "frames": grid.frames,
            "measured": picture.to_json() if picture else None,
            **pictures,
        },
        after=lambda: plan.add_steps(step, facts=facts, source=source, grid=grid, seen=seen),
    )


def _measured(seen: Seen, takings: Takings, grid: Grid) -> Picture:
    """What is known of the picture so far: where only packets were read, their bit rate."""
    picture = Picture(
        bit_rate=seen.bit_rate,
        damaged=seen.damaged,
        damaged_at=tuple(round(float(grid.seconds_at(frame)), 3) for frame in seen.damaged_at),
    )
    if seen.by_packets:
        return picture
    return with_parts(picture, [takings.part(end=float(grid.seconds))])


def _pictures(
    source: Source, takings: Takings, grid: Grid, picture: Picture | None
) -> dict[str, Any]:
    wanted = gallery.gallery(source)
    names = [name for name, _ in takings.posters]
    black = picture.black if picture else ()
    posters = list(zip(wanted.posters, names, strict=False))
    return {
        "storyboard": gallery.sheets(
            takings.sheets, plan=wanted, rate=grid.frame_rate, spans=[(0, grid.frames)]
        ),
        "posters": shown(posters, plan=wanted, grid=grid, black=black),
    }


def check_length(grid: Grid, *, source: Source) -> None:
    """FFmpeg exits 0 on a master whose tail is cut off; raises `MasterRefused`."""
    if grid.seconds < source.declared_seconds - SLACK_SECONDS:
        detail = f"{float(grid.seconds):.2f} of {source.declared_seconds:.2f} seconds"
        raise MasterRefused(Problem.DAMAGED, detail)
    if grid.frames < grid.gop:
        raise MasterRefused(Problem.TOO_SHORT, f"{grid.frames} frames")
