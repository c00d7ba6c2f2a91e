"""Which pictures are taken from a film while it is surveyed: a storyboard, and posters. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from transcoding.source import Size, Source

TILE, POSTER = 160, 1280  # longer side, in pixels
COLUMNS = ROWS = 5  # a sheet of 25 small pictures is some 40 kB: little to wait for
DENSEST_SECONDS, MOST_TILES = 2, 720
POSTERS = 9
STORYBOARD = "storyboard"


@dataclass(frozen=True, kw_only=True)
class Gallery:
    """Frames of the grid: a tile every `spacing` of them, posters at `posters`."""

    tile: Size
    spacing: int
    poster: Size
    posters: tuple[int, ...]


def gallery(source: Source) -> Gallery:
    """For a film of its declared length; of a shorter one the last posters are missing."""
    seconds = max(source.duration, DENSEST_SECONDS)
    frames = max(int(seconds * source.frame_rate), 1)
    spacing = max(DENSEST_SECONDS, ceil(seconds / MOST_TILES)) * source.frame_rate
    instants = {frames * (2 * place + 1) // (2 * POSTERS) for place in range(POSTERS)}
    return Gallery(
        tile=fit(source, longest=TILE),
        spacing=round(spacing),
        poster=fit(source, longest=POSTER),
        posters=tuple(sorted(instants)),
    )


def fit(source: Source, *, longest: int) -> Size:
    """The picture's aspect, even sides, none longer than `longest`, and never upscaled."""
    scale = min(1.0, longest / max(source.width, source.height))
    width, height = (max(2, 2 * round(side * scale / 2)) for side in (source.width, source.height))
    return Size(width=width, height=height)


def sheets(
    names: Sequence[tuple[str, int]],
    *,
    plan: Gallery,
    rate: Fraction,
    spans: Sequence[tuple[int, int]],
) -> dict[str, Any]:
    """A storyboard as a finished step tells of it, from the name and bytes of each of its sheets.

    `spans` are the parts of the film, first frame and end, that were laid on sheets of their own.
    Ticks are milliseconds; `samples` says how many pictures are on a sheet.
    """
    frames = spans[-1][1]
    segments = []
    tile = 0
    counts = (count for start, end in spans for count in _on_sheets(plan, start, end))
    for index, ((name, size), count) in enumerate(zip(names, counts, strict=False)):
        start, tile = tile * plan.spacing, tile + count
        end = min(tile * plan.spacing, frames)
        ticks = round(1000 * end / rate) - round(1000 * start / rate)
        segments.append(
            {"index": index, "object": name, "ticks": ticks, "samples": count, "size": size}
        )
    return {
        "label": STORYBOARD,
        "segments": segments,
        "timescale": 1000,
        "width": plan.tile.width,
        "height": plan.tile.height,
        "columns": COLUMNS,
        "rows": ROWS,
        "seconds": float(plan.spacing / rate),
    }


def _on_sheets(plan: Gallery, start: int, end: int) -> list[int]:
    """How many pictures of this part are on each of its sheets."""
    tiles = ceil(end / plan.spacing) - ceil(start / plan.spacing)
    each = COLUMNS * ROWS
    return [min(each, tiles - first) for first in range(0, tiles, each)]
