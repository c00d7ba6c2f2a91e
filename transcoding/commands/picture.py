"""A chunk of the picture, for every rung."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.commands import treatment
from transcoding.commands.base import (
    ANONYMOUS,
    FRAGMENTED,
    MOVFLAGS,
    Binaries,
    argv,
    decimal,
    open_input,
)
from transcoding.commands.grid import frame_hashes, on_grid, picture_of
from transcoding.ladder import Rung
from transcoding.schedule import START_SECONDS, Chunk, Grid
from transcoding.source import Source

# Seconds decoded before a chunk and thrown away.
PREROLL_INTRA, PREROLL_EXACT, PREROLL_INEXACT = Fraction(1, 2), Fraction(2), Fraction(10)


def video_chunk(
    *,
    binaries: Binaries,
    url: str,
    source: Source,
    grid: Grid,
    chunk: Chunk,
    rungs: Sequence[Rung],
    stills: Sequence[Rung] = (),
    pipes: Sequence[int],
    threads: int,
) -> list[str]:
    """Decode once, feed every rung and then the stills; frame hashes go to `pipe:1`.

    Picture i goes to `pipe:pipes[i]`.
    """
    start = grid.seconds_at(chunk.start)
    seek = max(Fraction(0), start - _preroll(source))
    frames = on_grid(
        picture_of(open_input(url, source=source, seek=seek), source), grid.frame_rate, start=start
    )
    frames = frames.filter("trim", end_frame=chunk.end - chunk.start)
    frames = frames.filter("setpts", "PTS-STARTPTS")
    colors = treatment.of_color(source, max(rungs, key=lambda rung: rung.width))
    count = len(rungs) + len(stills)
    if colors:  # done once, in what is left after the hashes were taken
        seen = frames.filter_multi_output("split", 2)
        hashed, frames = seen.stream(0), treatment.apply(seen.stream(1), colors)
        frames = frames.filter_multi_output("split", count)
        copies = [frames.stream(place) for place in range(count)]
    else:
        frames = frames.filter_multi_output("split", count + 1)
        hashed, *copies = (frames.stream(place) for place in range(count + 1))
    outputs = [ffmpeg.output(hashed, "pipe:1", **frame_hashes())]
    pictures = [*((rung, False) for rung in rungs), *((rung, True) for rung in stills)]
    for copy, (rung, still), pipe in zip(copies, pictures, pipes, strict=True):
        shown = copy.filter("select", f"not(mod(n,{grid.still_frames}))") if still else copy
        scaled = treatment.apply(shown, treatment.of_rung(source, rung))
        options = ENCODERS[rung.codec](rung, grid, threads, still) | _muxed(grid, start)
        outputs.append(ffmpeg.output(scaled, f"pipe:{pipe}", **options))
    return argv(ffmpeg.merge_outputs(*outputs), binaries)


def _preroll(source: Source) -> Fraction:
    """What the filters need, and the way to a picture that needs none before it."""
    if not source.exact_seek:
        return PREROLL_INEXACT
    return PREROLL_INTRA if source.intra and not source.variable_rate else PREROLL_EXACT


def _x264(rung: Rung, grid: Grid, threads: int, still: bool) -> dict[str, Any]:  # noqa: FBT001
    """Settings by measurement: ADR 0012."""
    periods: dict[str, Any] = (
        {"g": 1, "bf": 0}
        if still
        else {
            "maxrate": rung.max_bitrate,
            "bufsize": rung.max_bitrate,
            "g": grid.gop,
            "keyint_min": grid.gop,
            # A second of lookahead instead of the preset's 40 frames: the rungs hold them all, and
            # a worker at 1080p stays under 1 GiB (docs/benchmarks.md).
            "x264-params": "scenecut=0:open-gop=0:rc-lookahead=24",
        }
    )
    return {
        "c:v": "libx264",
        "preset": "medium",
        "tune": "film",
        "profile:v": "high",
        "crf": rung.crf,
        **periods,
        "threads": threads,
        "fps_mode": "passthrough",
        "video_track_timescale": grid.timescale,
        # The encoder's own time base, or ticks would be rounded to it at odd rates.
        "enc_time_base": f"1:{grid.timescale}",
    }


ENCODERS: dict[str, Callable[[Rung, Grid, int, bool], dict[str, Any]]] = {"h264": _x264}


def _muxed(grid: Grid, start: Fraction) -> dict[str, Any]:
    offset = decimal(START_SECONDS + start)
    movflags = MOVFLAGS + "+frag_keyframe"
    return {**ANONYMOUS, **FRAGMENTED, "movflags": movflags, "output_ts_offset": offset}
