"""Every track of sound, in one pass over the master."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import ffmpeg

from transcoding.commands.base import (
    ANONYMOUS,
    FRAGMENTED,
    MOVFLAGS,
    Binaries,
    argv,
    decimal,
    open_input,
)
from transcoding.schedule import START_SECONDS, Grid
from transcoding.sound import Sound
from transcoding.source import Source

RATE = 48_000
LAYOUTS = {2: "stereo", 6: "5.1"}
# A mix keeps its loudness; only peaks that would exceed full scale are held back (-1 dBFS).
LIMITER = {"limit": 0.891, "attack": 5, "release": 50, "level": 0, "latency": 1}
SILENT = {"n": "-60dB", "d": 1, "mono": 1}


def audio_tracks(
    *,
    binaries: Binaries,
    url: str,
    source: Source,
    grid: Grid,
    sounds: Sequence[Sound],
    pipes: Sequence[int],
    meters: Sequence[int] = (),
) -> list[str]:
    """AAC, each track exactly as long as the picture: padded or cut. Sound i goes to `pipes[i]`.

    What the master has, before it is mixed, is measured where there are `meters`: programme i (of
    `programmes_of`) goes to `meters[i]`, as `metadata=print` writes it.
    """
    master = open_input(url, source=source)
    outputs = []
    places, measuring = iter(pipes), iter(meters)
    for streams, members in programmes_of(sounds):
        copies = _split(_joined(master, streams), len(members) + bool(meters))
        for copy, sound in zip(copies, members, strict=False):
            heard = _mixed(copy, sound).filter("apad").filter("atrim", end=decimal(grid.seconds))
            outputs.append(_output(heard, sound, pipe=next(places)))
        if meters:
            told = _measured(copies[-1], endless=len(streams) > 1, grid=grid, pipe=next(measuring))
            outputs.append(told)
    return argv(ffmpeg.merge_outputs(*outputs), binaries)


def programmes_of(sounds: Sequence[Sound]) -> list[tuple[tuple[int, ...], list[Sound]]]:
    """Sounds by the streams of the master that they are made from."""
    groups = groupby(sounds, key=lambda sound: sound.streams)
    return [(streams, list(members)) for streams, members in groups]


def _measured(heard: Any, *, endless: bool, grid: Grid, pipe: int) -> Any:
    """Loudness and true peak (EBU R128), and each channel's silence."""
    if endless:  # streams of mono are padded to join them
        heard = heard.filter("atrim", end=decimal(grid.seconds))
    heard = heard.filter("ebur128", peak="true", metadata=1).filter("silencedetect", **SILENT)
    told = heard.filter("ametadata", mode="print", file=f"pipe:{pipe}", direct=1)
    return ffmpeg.output(told, "-", f="null")


def _joined(master: Any, streams: Sequence[int]) -> Any:
    """The channels of all streams side by side, each from the film's beginning."""
    parts = [master[str(index)].filter("aresample", RATE, first_pts=0) for index in streams]
    if len(parts) == 1:
        return parts[0]
    # Without their labels: by those they would be put into another order. The longest counts.
    bare = [part.filter("pan", args="mono|c0=c0").filter("apad") for part in parts]
    return ffmpeg.filter(bare, "amerge", inputs=len(bare))


def _split(heard: Any, count: int) -> list[Any]:
    if count == 1:
        return [heard]
    copies = heard.filter_multi_output("asplit", count)
    return [copies.stream(place) for place in range(count)]


def _mixed(heard: Any, sound: Sound) -> Any:
    rows = [
        f"c{at}=" + "+".join(f"{gain:g}*c{channel}" for channel, gain in row)
        for at, row in enumerate(sound.mix)
        if row
    ]
    heard = heard.filter("pan", args="|".join([LAYOUTS[sound.channels], *rows]))
    if sound.limited:
        heard = heard.filter("alimiter", **LIMITER)
    if sound.sample_rate != RATE:
        heard = heard.filter("aresample", sound.sample_rate)
    return heard.filter("aformat", sample_fmts="fltp")


def _output(heard: Any, sound: Sound, *, pipe: int) -> Any:
    return ffmpeg.output(
        heard,
        f"pipe:{pipe}",
        **{"c:a": "aac", "b:a": sound.bit_rate, "frag_duration": 1_000_000},
        **ANONYMOUS,
        **FRAGMENTED,
        movflags=MOVFLAGS,
        output_ts_offset=START_SECONDS,
    )
