"""What is taken from decoded frames besides their encoding: pictures to show, figures to judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.commands import treatment
from transcoding.commands.base import ANONYMOUS
from transcoding.gallery import COLUMNS, ROWS, Gallery
from transcoding.schedule import Chunk
from transcoding.source import Source

WATCHED_PIXELS = 320  # wide: black and frozen stretches are seen in a small picture as well
# Of any length: a short one at a seam may be the beginning of a long one.
BLACK = {"d": 0, "pix_th": 0.1, "pic_th": 0.98}
FROZEN = {"n": "-60dB", "d": 0}  # a camera's noise, however still its view, is above that
BARS = {"limit": 24, "round": 2, "reset": 0, "skip": 0}


class Take(StrEnum):
    """What is taken, each through a pipe of its own."""

    SHEETS = "sheets"  # JPEG, multipart
    POSTERS = "posters"  # JPEG, multipart
    STRETCHES = "stretches"  # `metadata=print`: black and frozen stretches
    SAMPLES = "samples"  # `metadata=print`: levels and bars, of a frame a second


GALLERY = (Take.SHEETS, Take.POSTERS)
QUALITY = (Take.STRETCHES, Take.SAMPLES)


@dataclass(frozen=True, kw_only=True)
class Taking:
    """What is taken from the frames of a part of a film; `pipes` says through which pipes.

    `first` is the part's first frame on the film's grid.
    """

    source: Source
    gallery: Gallery
    rate: Fraction
    pipes: Mapping[Take, int]
    first: int = 0

    def outputs(self, copies: Mapping[Take, Any]) -> list[Any]:
        """One for each copy of the frames."""
        return [self._output(take, copy) for take, copy in copies.items()]

    def _output(self, take: Take, copy: Any) -> Any:
        target = f"pipe:{self.pipes[take]}"
        if take == Take.SHEETS:
            return _jpeg(self._tiles(copy), target)
        if take == Take.POSTERS:
            return _jpeg(self._posters(copy), target)
        seen = _stretches(copy, self.source) if take == Take.STRETCHES else self._samples(copy)
        told = seen.filter("metadata", mode="print", file=target, direct=1)
        return ffmpeg.output(told, "-", f="null", fps_mode="passthrough")

    def _every(self, frames: Any, spacing: int) -> Any:
        place = f"n+{self.first}" if self.first else "n"
        return frames.filter("select", f"not(mod({place},{spacing}))")

    def _tiles(self, frames: Any) -> Any:
        few = self._every(frames, self.gallery.spacing)
        small = treatment.apply(few, treatment.of_jpeg(self.source, self.gallery.tile))
        return small.filter("tile", f"{COLUMNS}x{ROWS}")

    def _posters(self, frames: Any) -> Any:
        places = (frame - self.first for frame in self.gallery.posters if frame >= self.first)
        few = frames.filter("select", "+".join(f"eq(n,{place})" for place in places))
        return treatment.apply(few, treatment.of_jpeg(self.source, self.gallery.poster))

    def _samples(self, frames: Any) -> Any:
        few = self._every(frames, round(self.rate))
        few = few.filter("scale", in_range=treatment.known(self.source).range, out_range="tv")
        few = few.filter("format", pix_fmts="yuv420p")
        return few.filter("signalstats", stat="brng").filter("cropdetect", **BARS)


def within(chunk: Chunk, *, gallery: Gallery, rate: Fraction, quality: bool) -> tuple[Take, ...]:
    """What there is to take in a chunk: FFmpeg fails where an output gets no frame at all."""
    there = {
        Take.SHEETS: _any(chunk, gallery.spacing),
        Take.POSTERS: any(chunk.start <= frame < chunk.end for frame in gallery.posters),
        Take.STRETCHES: quality,
        Take.SAMPLES: quality and _any(chunk, round(rate)),
    }
    return tuple(take for take, found in there.items() if found)


JPEG: dict[str, Any] = ANONYMOUS | {
    "c:v": "mjpeg",
    "q:v": 4,
    "fps_mode": "passthrough",
    "threads": 1,
}


def _any(chunk: Chunk, spacing: int) -> bool:
    return -(-chunk.start // spacing) * spacing < chunk.end


def _jpeg(picture: Any, target: str) -> Any:
    return ffmpeg.output(picture, target, **JPEG, f="mpjpeg", flush_packets=1)


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
