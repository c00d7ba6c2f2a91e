"""The first step: look at the master, decode it once in order, and plan.

The hash of every decoded frame is what the chunks are checked against later: a chunk that saw
other frames than the sequential decode does not complete (ADR 0005).
"""

from transcoding import gallery, runner
from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline import inspection, plan
from transcoding.pipeline.decode import decode
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.takings import Takings
from transcoding.pipeline.vault import Vault
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem

SLACK_SECONDS = 1  # by which a picture may be shorter than its container says


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Probe, decode, plan; the outcome adds the steps of the plan."""
    limits = bounds(lease)
    with open_master(step.job.master) as reader:
        try:
            facts, source = inspection.look_at(url=reader.url, limits=limits)
            shown = gallery.gallery(source)
            takings = Takings(source, vault=Vault(step, per_period=0))
            seen = decode(
                source,
                url=reader.url,
                gallery=shown,
                takes=takings.consumers,
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
    return Outcome(
        result={
            "frames": grid.frames,
            "storyboard": gallery.sheets(
                takings.sheets, plan=shown, rate=grid.frame_rate, frames=grid.frames
            ),
            "posters": takings.posters_of(shown, grid),
            "measured": takings.measured(seen, grid),
        },
        after=lambda: plan.add_steps(step, facts=facts, source=source, grid=grid, seen=seen),
    )


def check_length(grid: Grid, *, source: Source) -> None:
    """FFmpeg exits 0 on a master whose tail is cut off; raises `MasterRefused`."""
    if grid.seconds < source.declared_seconds - SLACK_SECONDS:
        detail = f"{float(grid.seconds):.2f} of {source.declared_seconds:.2f} seconds"
        raise MasterRefused(Problem.DAMAGED, detail)
    if grid.frames < grid.gop:
        raise MasterRefused(Problem.TOO_SHORT, f"{grid.frames} frames")
