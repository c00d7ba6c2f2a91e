"""A chunk of the picture, for every rung."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from transcoding.commands.survey import packets_of
from transcoding.commands.takes import Take, Taking
from transcoding.ladder import Rung
from transcoding.schedule import START_SECONDS, Chunk, Grid
from transcoding.source import Source

# Seconds decoded before a chunk and thrown away.
PREROLL_INTRA, PREROLL_EXACT, PREROLL_INEXACT = Fraction(1, 2), Fraction(2), Fraction(10)
SMALL = 432  # lines: up to these the slow preset costs little, and their caps leave little to waste
MARGIN_FRAMES = 2  # read before and after a chunk whose frames are told by their packets


@dataclass(frozen=True, kw_only=True)
class Watch:
    """How a chunk is watched that no frame hashes prove: see `transcoding.packets`.

    The instants of all decoded frames go to the pipe `decoded`; the packets to `pipe:1`.
    """

    decoded: int
    taking: Taking


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
    watch: Watch | None = None,
) -> list[str]:
    """Decode once, feed every rung and then the stills; frame hashes go to `pipe:1`.

    Picture i goes to `pipe:pipes[i]`. With a `watch` the packets take the place of frame hashes.
    """
    start = grid.seconds_at(chunk.start)
    if watch:
        frames, outputs = _watched(url, source, grid, chunk, watch)
    else:
        seek = max(Fraction(0), start - _preroll(source))
        frames = picture_of(open_input(url, source=source, seek=seek), source)
        frames, outputs = on_grid(frames, grid.frame_rate, start=start), []
    frames = _cut(frames, chunk.end - chunk.start)
    taken = [take for take in watch.taking.pipes if take != Take.STRETCHES] if watch else []
    seen, copies = _copies(
        frames,
        before=len(taken) if watch else 1,
        after=len(rungs) + len(stills),
        colors=treatment.of_color(source, max(rungs, key=lambda rung: rung.width)),
    )
    if watch:
        outputs += watch.taking.outputs(dict(zip(taken, seen, strict=True)))
    else:
        outputs.append(ffmpeg.output(seen[0], "pipe:1", **frame_hashes()))
    pictures = [*((rung, False) for rung in rungs), *((rung, True) for rung in stills)]
    for copy, (rung, still), pipe in zip(copies, pictures, pipes, strict=True):
        shown = copy.filter("select", f"not(mod(n,{grid.still_frames}))") if still else copy
        scaled = treatment.apply(shown, treatment.of_rung(source, rung))
        options = ENCODERS[rung.codec](rung, grid, threads, still) | _muxed(grid, start)
        outputs.append(ffmpeg.output(scaled, f"pipe:{pipe}", **options))
    return argv(ffmpeg.merge_outputs(*outputs), binaries, log="warning" if watch else "error")


def _watched(
    url: str, source: Source, grid: Grid, chunk: Chunk, watch: Watch
) -> tuple[Any, list[Any]]:
    """The frames from the chunk's start on, and outputs that tell what they are made from.

    Of stretches one frame more is seen than the chunk has: whether they go on in the next.
    """
    start, margin = grid.seconds_at(chunk.start), grid.seconds_at(MARGIN_FRAMES)
    master = open_input(
        url,
        source=source,
        seek=max(Fraction(0), start - margin),
        end=grid.seconds_at(chunk.end) + margin,
    )
    decoded = picture_of(master, source).filter_multi_output("split", 2)
    corner = decoded.stream(0).filter("crop", w="min(16,iw)", h="min(16,ih)")
    instants = frame_hashes() | {"enc_time_base": "filter"}
    outputs = [
        packets_of(master, source, pipe=1),
        ffmpeg.output(corner, f"pipe:{watch.decoded}", **instants),
    ]
    frames = on_grid(decoded.stream(1), grid.frame_rate, start=start)
    if Take.STRETCHES in watch.taking.pipes:
        both = frames.filter_multi_output("split", 2)
        frames, longer = both.stream(0), _cut(both.stream(1), chunk.end - chunk.start + 1)
        outputs += watch.taking.outputs({Take.STRETCHES: longer})
    return frames, outputs


def _cut(frames: Any, count: int) -> Any:
    """So many, on a clock of their own."""
    return frames.filter("trim", end_frame=count).filter("setpts", "PTS-STARTPTS")


def _copies(
    frames: Any, *, before: int, after: int, colors: Sequence[treatment.Filter]
) -> tuple[list[Any], list[Any]]:
    """Copies of the frames as they came, and copies in the colours of the rungs.

    Colours are converted once, in what is left after the others were taken.
    """
    if not colors:
        return _split(frames, before, after)
    seen, rest = _split(frames, before, 1)
    return seen, _split(treatment.apply(rest[0], colors), 0, after)[1]


def _split(frames: Any, before: int, after: int) -> tuple[list[Any], list[Any]]:
    copies = frames.filter_multi_output("split", before + after)
    streams = [copies.stream(place) for place in range(before + after)]
    return streams[:before], streams[before:]


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
        "preset": "slow" if rung.short <= SMALL else "medium",
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
