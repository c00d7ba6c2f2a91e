"""Reads what is taken from decoded frames: pictures to show, figures to judge."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from transcoding.commands.takes import Take
from transcoding.gallery import Gallery
from transcoding.pipeline.pictures import keep
from transcoding.pipeline.vault import Vault
from transcoding.quality import measures, printouts, seams
from transcoding.schedule import Grid


class Takings:
    """What is taken from one decode, of a film or of a chunk that begins at `start` seconds.

    `consumers` by what they read; `sheets` and `posters` hold name and bytes of each JPEG.
    """

    def __init__(self, takes: Sequence[Take], *, vault: Vault, start: float = 0) -> None:
        self.sheets: list[tuple[str, int]] = []
        self.posters: list[tuple[str, int]] = []
        self._start = start
        self._runs: dict[str, list[seams.Run]] = {}
        self._levels = measures.Levels()
        known: dict[Take, Callable[[BinaryIO], None]] = {
            Take.SHEETS: keep(vault, self.sheets),
            Take.POSTERS: keep(vault, self.posters),
            Take.STRETCHES: self._read_stretches,
            Take.SAMPLES: self._read_samples,
        }
        self.consumers = {take: known[take] for take in takes}

    def part(self, *, end: float) -> seams.Part:
        """What was measured up to `end` seconds of the film."""
        return seams.Part(start=self._start, end=end, runs=self._runs, levels=self._levels)

    def _read_stretches(self, stream: BinaryIO) -> None:
        self._runs = seams.read_runs(stream)

    def _read_samples(self, stream: BinaryIO) -> None:
        self._levels = printouts.read_levels(stream, start=self._start)


def shown(
    posters: Sequence[tuple[int, str]],
    *,
    plan: Gallery,
    grid: Grid,
    black: Sequence[measures.Stretch],
) -> list[dict[str, Any]]:
    """The posters (frame and name) that are not black, as they go into rows."""
    size = {"width": plan.poster.width, "height": plan.poster.height}
    instants = [(float(grid.seconds_at(frame)), name) for frame, name in posters]
    return [
        {"seconds": seconds, "object": name, **size}
        for seconds, name in instants
        if not any(start <= seconds <= end for start, end in black)
    ]
