"""A storyboard as WebVTT: for each instant the place of its picture on a sheet of many.

Pure. The format is what players read: a cue's text is an address with a media fragment
(W3C Media Fragments URI 1.0 §4.2.2, `xywh`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """How pictures lie on the sheets: row by row. Sizes in pixels, `seconds` from one to the next.

    `pictures` says how many each sheet has.
    """

    width: int
    height: int
    columns: int
    seconds: float
    pictures: tuple[int, ...]


def storyboard(sheets: Sequence[str], *, tiles: Tiles, film_seconds: float) -> str:
    """The cues of every picture, from the film's beginning to its end."""
    return "WEBVTT\n\n" + "\n".join(_cues(sheets, tiles=tiles, film_seconds=film_seconds))


def _cues(sheets: Sequence[str], *, tiles: Tiles, film_seconds: float) -> Iterator[str]:
    number = 0
    for sheet, count in zip(sheets, tiles.pictures, strict=True):
        for place in range(count):
            start, end = number * tiles.seconds, (number + 1) * tiles.seconds
            number += 1
            if start >= film_seconds:
                return
            down, across = divmod(place, tiles.columns)
            box = f"{across * tiles.width},{down * tiles.height},{tiles.width},{tiles.height}"
            until = _clock(min(end, film_seconds))
            yield f"{_clock(start)} --> {until}\n{sheet}#xywh={box}\n"


def _clock(seconds: float) -> str:
    whole, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{milliseconds:03}"
