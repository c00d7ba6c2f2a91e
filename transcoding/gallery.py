"""Which pictures are taken from a film while it is surveyed: a storyboard, and posters. Pure."""

from dataclasses import dataclass
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
    names: list[tuple[str, int]], *, plan: Gallery, rate: Any, frames: int
) -> dict[str, Any]:
    """A storyboard as a finished step tells of it, from the name and bytes of each of its sheets.

    Ticks are milliseconds; `samples` says how many pictures are on a sheet.
    """
    tiles, each = ceil(frames / plan.spacing), COLUMNS * ROWS
    segments = []
    for index, (name, size) in enumerate(names):
        count = min(each, tiles - index * each)
        end = min((index + 1) * each * plan.spacing, frames)
        start = index * each * plan.spacing
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
