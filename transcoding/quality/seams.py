"""What was measured of a picture piece by piece, put together as if it had been measured in one.

A stretch that goes on over a seam is one. Each part has looked at the first frame of the next as
well, so it knows whether its last stretch goes on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from transcoding.quality.measures import Box, Levels, Picture, Stretch
from transcoding.quality.printouts import MOST_STRETCHES, number, printed

Run = tuple[float, float | None]  # seconds from the part's start; no end: it goes on
SHORTEST = {"black": 1.0, "freeze": 2.0}  # seconds; as the filters name them
HAIR = 1e-4  # seconds: instants are printed with six digits


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was seen from `start` to `end`, in seconds of the film; `runs` by kind."""

    start: float
    end: float
    runs: Mapping[str, Sequence[Run]]
    levels: Levels

    def to_json(self) -> dict[str, Any]:
        """As kept with a finished step."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Part":
        """What a finished step kept."""
        runs = {kind: [(run[0], run[1]) for run in found] for kind, found in data["runs"].items()}
        return cls(**data | {"runs": runs, "levels": Levels.from_json(data["levels"])})


def read_runs(lines: Iterable[bytes]) -> dict[str, list[Run]]:
    """What `blackdetect` and `freezedetect` printed: runs at an edge, and those that are long."""
    starts: dict[str, float] = {}
    found: dict[str, list[Run]] = {kind: [] for kind in SHORTEST}
    for _, key, value in printed(lines):
        kind, _, edge = key.rpartition(".")[2].partition("_")
        if kind not in found or edge not in {"start", "end"}:
            continue
        if edge == "start":
            starts[kind] = number(value)
        elif kind in starts:
            _note(found[kind], starts.pop(kind), number(value), shortest=SHORTEST[kind])
    for kind, start in starts.items():
        found[kind].append((start, None))
    return found


def _note(runs: list[Run], start: float, end: float, *, shortest: float) -> None:
    if start < HAIR or (end - start > shortest - HAIR and len(runs) < MOST_STRETCHES):
        runs.append((start, end))


def with_parts(picture: Picture, parts: Sequence[Part]) -> Picture:
    """The picture with what was seen in the parts of its film, in order."""
    levels = Levels()
    for part in parts:
        levels = _joined(levels, part.levels)
    black, frozen = (_stretches(parts, kind) for kind in SHORTEST)
    return replace(picture, black=black, frozen=frozen, levels=levels)


def _stretches(parts: Sequence[Part], kind: str) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    open_since: float | None = None
    for part in parts:
        for start, end in part.runs.get(kind, ()):
            if start > part.end - part.start - HAIR:
                continue  # it begins with the next part's first frame
            since = part.start + start
            if open_since is not None:
                if start < HAIR:
                    since = open_since
                else:
                    found.append((open_since, part.start))
            open_since = since if end is None else None
            if end is not None:
                found.append((since, part.start + end))
    if open_since is not None:
        found.append((open_since, parts[-1].end))
    long = [(a, b) for a, b in found if b - a > SHORTEST[kind] - HAIR]
    return tuple((round(a, 3), round(b, 3)) for a, b in long[:MOST_STRETCHES])


def _joined(one: Levels, other: Levels) -> Levels:
    """Counts of both; the worst of either, the earlier where they are alike."""
    joined = replace(
        one,
        samples=one.samples + other.samples,
        white=one.white + other.white,
        outside=one.outside + other.outside,
        picture=_around(one.picture, other.picture),
    )
    if other.white_level > one.white_level:
        joined = replace(joined, white_level=other.white_level, white_at=other.white_at)
    if other.outside_share > one.outside_share:
        joined = replace(joined, outside_share=other.outside_share, outside_at=other.outside_at)
    if other.brightness > one.brightness:
        joined = replace(joined, brightness=other.brightness, brightest_at=other.brightest_at)
    return joined


def _around(one: Box | None, other: Box | None) -> Box | None:
    """The smallest box that holds both."""
    if one is None or other is None:
        return one or other
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(left=left, top=top, width=right - left, height=bottom - top)
