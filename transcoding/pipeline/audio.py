"""The sound, in one pass: chunked audio leaves gaps at the joins."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from transcoding import runner
from transcoding.boxes import parse_init
from transcoding.commands.sound import audio_tracks, programmes_of
from transcoding.leases import Lease
from transcoding.models import JobStep
from transcoding.pipeline.master import bounds, open_master
from transcoding.pipeline.outcome import Outcome
from transcoding.pipeline.vault import Vault
from transcoding.quality import measures, printouts
from transcoding.schedule import START_SECONDS, Grid
from transcoding.segments import cut_audio, read_track
from transcoding.sound import Sound
from transcoding.source import Source

FRAME_SAMPLES = 1024  # of AAC


class SoundMissing(Exception):
    """The encoder said that all was well, and sound is missing."""


def perform(step: JobStep, *, lease: Lease) -> Outcome:
    """Encode every track of sound that is planned."""
    plan = step.job.plan
    grid = Grid.from_json(plan["grid"])
    sounds = [Sound.from_json(data) for data in plan["sounds"]]
    vault = Vault(step, per_period=plan["key_period_segments"])
    source = Source.from_json(plan["source"])
    tracks = {sound.label: _draft(sound) for sound in sounds}
    outputs = [_store(vault, tracks[sound.label], sound, grid) for sound in sounds]
    measured: dict[int, dict[str, Any]] = {}
    meters = _meters(sounds, source, measured) if plan["quality"] else []

    def follow(progress: runner.Progress) -> None:
        cut = min(len(track["segments"]) for track in tracks.values())
        lease.report(progress=cut / grid.segments)

    with open_master(step.job.master) as reader:
        runner.run(
            lambda pipes: audio_tracks(
                binaries=runner.binaries(),
                url=reader.url,
                source=source,
                grid=grid,
                sounds=sounds,
                pipes=pipes[: len(sounds)],
                meters=pipes[len(sounds) :],
            ),
            outputs=[*outputs, *meters],
            stdout=lambda stream: stream.read(),  # type: ignore[arg-type]
            progress=follow,
            bounds=bounds(lease),
        )
        reader.check()
    for track in tracks.values():
        check_sound(track, grid=grid)
    told = [sound for _, sound in sorted(measured.items())]
    return Outcome(result={"tracks": tracks, "measured": told})


def check_sound(track: dict[str, Any], *, grid: Grid) -> None:
    """As many segments as the picture, without gaps, to its end; raises `SoundMissing`."""
    segments = track["segments"]
    ends = [s["decode_time"] + s["ticks"] for s in segments]
    gaps = [i for i, s in enumerate(segments[1:]) if s["decode_time"] != ends[i]]
    film_end = float(START_SECONDS + grid.seconds) * track["timescale"]
    if len(segments) != grid.segments or gaps or abs(ends[-1] - film_end) > 2 * FRAME_SAMPLES:
        raise SoundMissing(f"{len(segments)} segments, gaps {gaps}, end {ends[-1:]} of {film_end}")


def _draft(sound: Sound) -> dict[str, Any]:
    return {
        "segments": [],
        "group": sound.group,
        "language": sound.language,
        "role": sound.role,
        "channels": sound.channels,
    }


def _meters(
    sounds: Sequence[Sound], source: Source, measured: dict[int, dict[str, Any]]
) -> list[Callable[[BinaryIO], None]]:
    """A consumer for each programme of the master, that puts what was measured at its place."""
    by_index = {stream.index: stream for stream in source.sounds}

    def meter(place: int, streams: tuple[int, ...], sound: Sound) -> Callable[[BinaryIO], None]:
        parts = [by_index[index] for index in streams]

        def consume(stream: BinaryIO) -> None:
            channels = sum(part.channels for part in parts)
            heard = printouts.read_sound(stream, channels=channels, seconds=source.duration)
            if len(parts) > 1:  # joined, they are as long as the picture
                heard.seconds = max(part.seconds for part in parts)
            measured[place] = measures.Sound(
                streams=streams, language=sound.language, role=sound.role, **vars(heard)
            ).to_json()

        return consume

    return [
        meter(place, streams, members[0])
        for place, (streams, members) in enumerate(programmes_of(sounds))
    ]


def _store(
    vault: Vault, track: dict[str, Any], sound: Sound, grid: Grid
) -> Callable[[BinaryIO], None]:
    def consume(stream: BinaryIO) -> None:
        items = read_track(stream)
        head: bytes = next(items, b"")  # type: ignore[assignment]
        init = parse_init(head)
        for segment in cut_audio(
            items,  # type: ignore[arg-type]
            timescale=init.timescale,
            segment_seconds=grid.seconds_at(grid.segment_frames),
            last=grid.segments - 1,
        ):
            track["segments"].append(vault.put(segment, track=sound.label))
        track.update(init_object=vault.put_init(head), timescale=init.timescale, codecs=init.codecs)

    return consume
