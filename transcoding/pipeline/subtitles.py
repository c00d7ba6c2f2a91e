"""A subtitle text as segmented WebVTT, clear: players can't decrypt text on their own."""

from typing import Any

from transcoding import storage, webvtt
from transcoding.leases import Lease
from transcoding.models import JobStep, SubtitleSource
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.schedule import Grid

MILLISECONDS = 1000


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Cut and store the subtitle; its segments cover the whole film, empty ones too."""
    source = SubtitleSource.objects.get(pk=step.parameters["source"])
    plan = step.job.plan
    grid = Grid.from_json(plan["grid"])
    vault = Vault(step, per_period=plan["key_period_segments"])
    cues = webvtt.parse(source.text)
    seconds = grid.seconds_at(grid.segment_frames)
    stored: list[dict[str, Any]] = []
    for index in range(grid.segments):
        first, end = grid.segment_range(index)
        data = webvtt.segment(cues, index=index, seconds=seconds).encode()
        name = vault.name("vtt")
        storage.put_rendition(name, data, content_type="text/vtt; charset=utf-8")
        ticks = round(grid.seconds_at(end - first) * MILLISECONDS)
        stored.append({"index": index, "object": name, "ticks": ticks, "size": len(data)})
        lease.report(progress=(index + 1) / grid.segments)
    label = f"{source.kind}-{source.pk}"
    track = {
        "segments": stored,
        "language": source.language,
        "role": source.kind,
        "timescale": MILLISECONDS,
    }
    return Outcome(result={"tracks": {label: track}})
