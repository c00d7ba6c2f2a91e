"""The report on a master: from what survey and sound measured to what its filmmaker reads.

A finding that blocks holds the step that publishes; what was encoded waits. Whoever lets the film
through, or has an answer to the finding, need not have it encoded again (ADR 0014).
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils import timezone

from transcoding import gallery, runner
from transcoding.commands.survey import still
from transcoding.leases import Lease
from transcoding.models import Frame, JobStep, Master, QualityReport
from transcoding.pipeline.gathered import gather, result_of
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.quality import technical
from transcoding.quality.findings import Finding, Level
from transcoding.quality.judgement import findings
from transcoding.quality.measures import Sound
from transcoding.schedule import Grid
from transcoding.source import Source
from transcoding.states import MasterState, Problem, StepKind, StepState

LARGEST = 640  # pixels, longer side, of a picture beside a finding
MOST_PICTURES = 12


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Judge, and take a picture where there is something to see; the outcome writes the report."""
    job = step.job
    source, grid = Source.from_json(job.plan["source"]), Grid.from_json(job.plan["grid"])
    film, sound = gather(job), result_of(job, StepKind.AUDIO)
    found: tuple[Finding, ...] = ()
    picture = film.picture
    sounds = [Sound.from_json(data) for data in sound.get("measured", ())]
    if picture:
        found = findings(source, seconds=float(grid.seconds), picture=picture, sounds=sounds)
    frames = [Frame(job=job, purpose="poster", **_row(poster)) for poster in film.posters]
    frames += _shown(step, source, found, lease=lease)
    report = QualityReport(
        job=job,
        examined=picture is not None,
        technical=technical.facts(source, seconds=float(grid.seconds), sounds=sounds),
        findings=[finding.to_json() for finding in found],
        series=technical.plots(picture, sounds),
        created_at=timezone.now(),
    )
    blocks = any(finding.level == Level.BLOCKS for finding in found)
    return Outcome(
        result={"findings": len(found), "blocks": blocks},
        after=lambda: _keep(report, frames, blocks=blocks),
    )


def _row(picture: dict[str, Any]) -> dict[str, Any]:
    return {
        "seconds": picture["seconds"],
        "object_name": picture["object"],
        "width": picture["width"],
        "height": picture["height"],
    }


def _shown(step: JobStep, source: Source, found: Iterable[Finding], *, lease: Lease) -> list[Frame]:
    """A picture for every instant that a finding points to, the gravest findings first."""
    instants = list(dict.fromkeys(at for finding in found for at in finding.pictures))
    if not instants:
        return []
    vault, size = Vault(step, per_period=0), gallery.fit(source, longest=LARGEST)
    frames = []
    with open_master(step.job.master) as reader:
        for seconds in instants[:MOST_PICTURES]:
            command = still(
                binaries=runner.binaries(),
                url=reader.url,
                source=source,
                seconds=Fraction(seconds),
                size=size,
            )
            data = _taken(command, lease=lease)
            reader.check()
            if not data:
                continue
            picture = {"seconds": seconds, "object": vault.put_picture(data), **vars(size)}
            frames.append(Frame(job=step.job, purpose="finding", **_row(picture)))
    return frames


def _taken(command: list[str], *, lease: Lease) -> bytes:
    """Empty where nothing can be decoded: that may be what the finding says."""
    try:
        return runner.capture(command, bounds=bounds(lease))
    except runner.EncoderFailed as failure:
        if failure.killed:
            raise
        return b""


def _keep(report: QualityReport, frames: list[Frame], *, blocks: bool) -> None:
    report.save()
    Frame.objects.bulk_create(frames)
    master = Master.objects.select_for_update().get(pk=report.job.master_id)
    if not blocks or master.quality_waived_at:
        return
    report.job.steps.filter(kind=StepKind.PACKAGE).update(state=StepState.HELD)
    if master.state == MasterState.PROCESSING:
        master.state, master.problem = MasterState.BLOCKED, Problem.QUALITY
        master.save(update_fields=["state", "problem"])
