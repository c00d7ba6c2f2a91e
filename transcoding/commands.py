"""Every FFmpeg command line, built with ffmpeg-python and never run by it.

Pure: a command is a list of strings. `-nostdin`, a positive list of demuxers and of protocols, and
the removal of all metadata are in each of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.ladder import Rung
from transcoding.probe import DEMUXERS, Source
from transcoding.schedule import START_SECONDS, Chunk, Grid

PREROLL_EXACT, PREROLL_INEXACT = 2, 10  # seconds decoded before a chunk and thrown away
# Nothing of the upload's metadata reaches a rendition: titles and encoders name people.
ANONYMOUS = {
    "map_metadata": -1,
    "map_metadata:s": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags": "+bitexact",
}
# One fragment an IDR, absolute decode times, no edit list: the same init segment for every chunk.
FRAGMENTED = {
    "f": "mp4",
    "use_editlist": 0,
    "avoid_negative_ts": "disabled",
    "flush_packets": 1,
}
MOVFLAGS = "+empty_moov+default_base_moof+skip_trailer+frag_discont"
AAC_BITRATE = 128_000


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """Paths of the programs."""

    ffmpeg: str
    ffprobe: str


def probe(*, binaries: Binaries, url: str) -> list[str]:
    """The JSON that ffprobe gives of container and streams."""
    return [
        binaries.ffprobe,
        *("-v", "error", "-protocol_whitelist", "http,tcp"),
        *("-format_whitelist", ",".join(DEMUXERS)),
        *("-show_format", "-show_streams", "-of", "json", url),
    ]


def survey(*, binaries: Binaries, url: str, source: Source, rate: Fraction) -> list[str]:
    """One sequential decode on the grid; a hash of every frame goes to standard output."""
    picture = _picture(_input(url), source)
    frames = _on_grid(picture, rate, start=Fraction(0))
    output = ffmpeg.output(frames, "pipe:1", **_hashes())
    return _argv(output, binaries)


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
    frames = _on_grid(_picture(_input(url, seek=seek), source), grid.frame_rate, start=start)
    frames = frames.filter("trim", end_frame=chunk.end - chunk.start)
    frames = frames.filter("setpts", "PTS-STARTPTS").filter_multi_output("split", len(rungs) + 1)
    outputs = [ffmpeg.output(frames.stream(0), "pipe:1", **_hashes())]
    for place, (rung, pipe) in enumerate(zip(rungs, pipes, strict=True), start=1):
        scaled = frames.stream(place).filter("scale", rung.width, rung.height, flags="lanczos")
        scaled = scaled.filter("setsar", 1).filter("format", "yuv420p")
        options = _x264(rung, grid, threads) | _muxed(grid, start)
        outputs.append(ffmpeg.output(scaled, f"pipe:{pipe}", **options))
    return _argv(ffmpeg.merge_outputs(*outputs), binaries)


def audio_track(
    *, binaries: Binaries, url: str, source: Source, grid: Grid, pipe: int
) -> list[str]:
    """Stereo AAC in one pass, exactly as long as the picture: padded or cut."""
    sound = _input(url)[str(source.audio_index)]
    sound = sound.filter("aresample", 48000, first_pts=0)
    sound = sound.filter("aformat", channel_layouts="stereo", sample_fmts="fltp")
    sound = sound.filter("apad").filter("atrim", end=_decimal(grid.seconds))
    output = ffmpeg.output(
        sound,
        f"pipe:{pipe}",
        **{"c:a": "aac", "b:a": AAC_BITRATE, "frag_duration": 1_000_000},
        **ANONYMOUS,
        **FRAGMENTED,
        movflags=MOVFLAGS,
        output_ts_offset=START_SECONDS,
    )
    return _argv(output, binaries)


def _input(url: str, *, seek: Fraction = Fraction(0)) -> Any:
    """Timestamps stay the film's own (from zero), wherever the seek lands."""
    options = {
        "protocol_whitelist": "http,tcp",
        "format_whitelist": ",".join(DEMUXERS),
        "copyts": None,
        "start_at_zero": None,
    }
    if seek:
        options["ss"] = _decimal(seek)
    return ffmpeg.input(url, **options)


def _picture(master: Any, source: Source) -> Any:
    return master[str(source.video_index)]


def _on_grid(frames: Any, rate: Fraction, *, start: Fraction) -> Any:
    """Constant frame rate from `start` on: the frame before it is held until then."""
    return frames.filter("fps", fps=str(rate), start_time=_decimal(start), round="near")


def _hashes() -> dict[str, Any]:
    return {"f": "framehash", "hash": "murmur3", "fps_mode": "passthrough", "flush_packets": 0}


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
    offset = _decimal(START_SECONDS + start)
    movflags = MOVFLAGS + "+frag_keyframe"
    return {**ANONYMOUS, **FRAGMENTED, "movflags": movflags, "output_ts_offset": offset}


def _decimal(seconds: Fraction) -> str:
    """FFmpeg's clock has microseconds."""
    return f"{float(seconds):.6f}"


def _argv(output: Any, binaries: Binaries) -> list[str]:
    flags = ("-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:2", "-nostats")
    command: list[str] = output.global_args(*flags).compile(cmd=binaries.ffmpeg)
    return command
