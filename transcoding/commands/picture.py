"""A chunk of the picture, for every rung."""

from collections.abc import Sequence
from fractions import Fraction
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
from transcoding.commands.grid import frame_hashes, on_grid, picture_of
from transcoding.ladder import Rung
from transcoding.schedule import START_SECONDS, Chunk, Grid
from transcoding.source import Source

PREROLL_EXACT, PREROLL_INEXACT = 2, 10  # seconds decoded before a chunk and thrown away


def video_chunk(
    *,
    binaries: Binaries,
    url: str,
    source: Source,
    grid: Grid,
    chunk: Chunk,
    rungs: Sequence[Rung],
    pipes: Sequence[int],
    threads: int,
) -> list[str]:
    """Decode once, feed every rung; rung i goes to `pipe:pipes[i]`, frame hashes to `pipe:1`."""
    start = grid.seconds_at(chunk.start)
    preroll = PREROLL_EXACT if source.exact_seek else PREROLL_INEXACT
    seek = max(Fraction(0), start - preroll)
    frames = on_grid(picture_of(open_input(url, seek=seek), source), grid.frame_rate, start=start)
    frames = frames.filter("trim", end_frame=chunk.end - chunk.start)
    frames = frames.filter("setpts", "PTS-STARTPTS").filter_multi_output("split", len(rungs) + 1)
    outputs = [ffmpeg.output(frames.stream(0), "pipe:1", **frame_hashes())]
    for place, (rung, pipe) in enumerate(zip(rungs, pipes, strict=True), start=1):
        scaled = frames.stream(place).filter("scale", rung.width, rung.height, flags="lanczos")
        scaled = scaled.filter("setsar", 1).filter("format", "yuv420p")
        options = _x264(rung, grid, threads) | _muxed(grid, start)
        outputs.append(ffmpeg.output(scaled, f"pipe:{pipe}", **options))
    return argv(ffmpeg.merge_outputs(*outputs), binaries)


def _x264(rung: Rung, grid: Grid, threads: int) -> dict[str, Any]:
    return {
        "c:v": "libx264",
        "preset": "medium",
        "profile:v": "high",
        "crf": rung.crf,
        "maxrate": rung.max_bitrate,
        "bufsize": rung.max_bitrate,
        "g": grid.gop,
        "keyint_min": grid.gop,
        "x264-params": "scenecut=0:open-gop=0",
        "threads": threads,
        "fps_mode": "passthrough",
        "video_track_timescale": grid.timescale,
        # The encoder's own time base, or ticks would be rounded to it at odd rates.
        "enc_time_base": f"1:{grid.timescale}",
    }


def _muxed(grid: Grid, start: Fraction) -> dict[str, Any]:
    offset = decimal(START_SECONDS + start)
    movflags = MOVFLAGS + "+frag_keyframe"
    return {**ANONYMOUS, **FRAGMENTED, "movflags": movflags, "output_ts_offset": offset}
