"""A subtitle text as segmented WebVTT, clear: players can't decrypt text on their own."""

from typing import Any, BinaryIO

from django.db import transaction

from transcoding import runner, storage, webvtt
from transcoding.commands.text import text_stream
from transcoding.languages import canonical_or_unknown
from transcoding.leases import Lease
from transcoding.models import JobStep, Master, SubtitleSource
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.schedule import Grid
from transcoding.source import Source, TextStream
from transcoding.states import MasterRefused, Problem
from transcoding.texts.mending import mend
from transcoding.texts.reading import MOST_BYTES, Text, read
from transcoding.texts.refusals import TextRefused

MILLISECONDS = 1000


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Cut and store the subtitle; its segments cover the whole film, empty ones too."""
    plan = step.job.plan
    grid = Grid.from_json(plan["grid"])
    source = _source(step, lease=lease, film_seconds=float(grid.seconds))
    vault = Vault(step, per_period=plan["key_period_segments"])
    cues = _mended(source, film_seconds=float(grid.seconds))
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
        "forced": source.forced,
        "timescale": MILLISECONDS,
    }
    return Outcome(result={"tracks": {label: track}})


def _source(step: JobStep, *, lease: Lease, film_seconds: float) -> SubtitleSource:
    """What was handed in, or what is embedded in the master."""
    if "source" in step.parameters:
        return SubtitleSource.objects.get(pk=step.parameters["source"])
    source = Source.from_json(step.job.plan["source"])
    stream = next(s for s in source.texts if s.index == step.parameters["stream"])
    try:
        text = read(_extract(step, source, stream, lease=lease), film_seconds=film_seconds)
    except TextRefused as refusal:
        raise MasterRefused(Problem.SUBTITLE_FORMAT, str(refusal)) from refusal
    return _keep(step.job.master, stream, text)


def _extract(step: JobStep, source: Source, stream: TextStream, *, lease: Lease) -> bytes:
    """The stream as a file; one byte more than is allowed is enough to refuse it."""
    kept: list[bytes] = []

    def consume(pipe: BinaryIO) -> None:
        kept.append(pipe.read(MOST_BYTES + 1))
        if len(kept[0]) > MOST_BYTES:
            raise MasterRefused(Problem.SUBTITLE_FORMAT, "too large")

    with open_master(step.job.master) as reader:
        command = text_stream(
            binaries=runner.binaries(), url=reader.url, source=source, stream=stream
        )
        runner.run(
            lambda _: command,
            outputs=(),
            stdout=consume,
            progress=lambda _: None,
            bounds=bounds(lease),
        )
        reader.check()
    return kept[0]


@transaction.atomic
def _keep(master: Master, stream: TextStream, text: Text) -> SubtitleSource:
    """One row however often the step runs; as old as its master, so that a corrected one wins."""
    master = Master.objects.select_for_update().get(pk=master.pk)
    source, _ = SubtitleSource.objects.get_or_create(
        master=master,
        origin="embedded",
        language=canonical_or_unknown(stream.language),
        kind="captions" if stream.captions else "subtitles",
        forced=stream.forced,
        text=webvtt.write(text.cues),
        defaults={
            "format": text.format,
            "notes": [note.to_json() for note in text.notes],
            "created_at": master.created_at,
        },
    )
    return source


def _mended(source: SubtitleSource, *, film_seconds: float) -> list[webvtt.Cue]:
    """A text that came before the film was surveyed did not know how long the film is."""
    cues, notes = mend(webvtt.parse(source.text), film_seconds)
    fresh = [note.to_json() for note in notes]
    if any(note not in source.notes for note in fresh):
        source.notes = [*source.notes, *(note for note in fresh if note not in source.notes)]
        source.save(update_fields=["notes"])
    return cues
