"""The one sequential decode of a master, and what is taken from it besides the hashes."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.commands import treatment
from transcoding.commands.base import ANONYMOUS, Binaries, argv, open_input
from transcoding.commands.grid import frame_hashes, on_grid, picture_of
from transcoding.gallery import COLUMNS, ROWS, Gallery
from transcoding.source import Source

WATCHED_PIXELS = 320  # wide: black and frozen stretches are seen in a small picture as well
BLACK = {"d": 0.1, "pix_th": 0.1, "pic_th": 0.98}
FROZEN = {"n": "-60dB", "d": 2}  # a camera's noise, however still its view, is above that
BARS = {"limit": 24, "round": 2, "reset": 0, "skip": 0}


class Take(StrEnum):
    """What is taken from the decode, each through a pipe of its own."""

    SHEETS = "sheets"  # JPEG, multipart
    POSTERS = "posters"  # JPEG, multipart
    STRETCHES = "stretches"  # `metadata=print`: black and frozen stretches
    SAMPLES = "samples"  # `metadata=print`: levels and bars, of a frame a second
    PACKETS = "packets"  # `framecrc`: sizes


GALLERY = (Take.SHEETS, Take.POSTERS)
QUALITY = (Take.STRETCHES, Take.SAMPLES, Take.PACKETS)


def survey(
    *,
    binaries: Binaries,
    url: str,
    source: Source,
    rate: Fraction,
    gallery: Gallery,
    takes: Sequence[Take] = GALLERY,
    pipes: Sequence[int],
) -> list[str]:
    """One sequential decode on the grid; a hash of every frame goes to standard output.

    `takes[i]` goes to `pipes[i]`.
    """
    master = open_input(url, source=source)
    frames = on_grid(picture_of(master, source), rate, start=Fraction(0))
    decoded = [take for take in takes if take != Take.PACKETS]
    copies = frames.filter_multi_output("split", len(decoded) + 1)
    outputs = [ffmpeg.output(copies.stream(0), "pipe:1", **frame_hashes())]
    for place, (take, pipe) in enumerate(zip(takes, pipes, strict=True), start=1):
        target = f"pipe:{pipe}"
        if take == Take.PACKETS:
            packets = master[str(source.video_index)]
            outputs.append(ffmpeg.output(packets, target, c="copy", f="framecrc"))
            continue
        copy = copies.stream(place)
        if take == Take.SHEETS:
            outputs.append(_jpeg(_tiles(copy, source, gallery), target))
        elif take == Take.POSTERS:
            chosen = "+".join(f"eq(n,{frame})" for frame in gallery.posters)
            shown = treatment.of_jpeg(source, gallery.poster)
            outputs.append(_jpeg(treatment.apply(copy.filter("select", chosen), shown), target))
        else:
            seen = (
                _stretches(copy, source) if take == Take.STRETCHES else _samples(copy, source, rate)
            )
            told = seen.filter("metadata", mode="print", file=target, direct=1)
            outputs.append(ffmpeg.output(told, "-", f="null", fps_mode="passthrough"))
    # Where damaged frames are told of.
    return argv(ffmpeg.merge_outputs(*outputs), binaries, log="warning")


def still(
    *, binaries: Binaries, url: str, source: Source, seconds: Fraction, size: Any
) -> list[str]:
    """One picture of a film, as JPEG on standard output."""
    seek = max(Fraction(0), seconds - 2)
    frames = on_grid(
        picture_of(open_input(url, source=source, seek=seek), source),
        source.frame_rate,
        start=seconds,
    )
    shown = treatment.apply(frames, treatment.of_jpeg(source, size))
    output = ffmpeg.output(shown, "pipe:1", **_JPEG, f="image2pipe", **{"frames:v": 1})
    return argv(output, binaries)


_JPEG: dict[str, Any] = ANONYMOUS | {
    "c:v": "mjpeg",
    "q:v": 4,
    "fps_mode": "passthrough",
    "threads": 1,
}


def _jpeg(picture: Any, target: str) -> Any:
    return ffmpeg.output(picture, target, **_JPEG, f="mpjpeg", flush_packets=1)


def _tiles(frames: Any, source: Source, gallery: Gallery) -> Any:
    few = frames.filter("select", f"not(mod(n,{gallery.spacing}))")
    small = treatment.apply(few, treatment.of_jpeg(source, gallery.tile))
    return small.filter("tile", f"{COLUMNS}x{ROWS}")


def _stretches(frames: Any, source: Source) -> Any:
    small = frames.filter(
        "scale",
        w=WATCHED_PIXELS,
        h=-2,
        flags="area",
        in_range=treatment.known(source).range,
        out_range="tv",
    )
    small = small.filter("format", pix_fmts="yuv420p")
    return small.filter("blackdetect", **BLACK).filter("freezedetect", **FROZEN)


def _samples(frames: Any, source: Source, rate: Fraction) -> Any:
    few = frames.filter("select", f"not(mod(n,{round(rate)}))")
    few = few.filter("scale", in_range=treatment.known(source).range, out_range="tv")
    few = few.filter("format", pix_fmts="yuv420p")
    return few.filter("signalstats", stat="brng").filter("cropdetect", **BARS)
