"""What the survey takes from its decode besides the hashes: pictures to show, figures to judge."""

from collections.abc import Callable
from typing import Any, BinaryIO

from django.conf import settings

from transcoding.commands.survey import GALLERY, QUALITY, Take
from transcoding.gallery import Gallery
from transcoding.pipeline.decode import Seen
from transcoding.pipeline.pictures import keep
from transcoding.pipeline.vault import Vault
from transcoding.quality import measures
from transcoding.schedule import Grid
from transcoding.source import Source

FOREVER = 1e9  # how long the film is turns out when all of it is decoded


class Takings:
    """Reads every output of one decode; `consumers` by what they read."""

    def __init__(self, source: Source, *, vault: Vault) -> None:
        self.sheets: list[tuple[str, int]] = []
        self._posters: list[tuple[str, int]] = []
        self._source = source
        self._stretches: dict[str, tuple[measures.Stretch, ...]] = {}
        self._levels = measures.Levels()
        self._bit_rate = measures.Series(seconds=1, values=())
        known: dict[Take, Callable[[BinaryIO], None]] = {
            Take.SHEETS: keep(vault, self.sheets),
            Take.POSTERS: keep(vault, self._posters),
            Take.STRETCHES: self._read_stretches,
            Take.SAMPLES: self._read_samples,
            Take.PACKETS: self._read_packets,
        }
        wanted = (*GALLERY, *(QUALITY if settings.QUALITY_CONTROL else ()))
        self.consumers = {take: known[take] for take in wanted}

    def posters_of(self, plan: Gallery, grid: Grid) -> list[dict[str, Any]]:
        """The posters that are not black, as they go into rows."""
        black = self._stretches.get("black", ())
        made = []
        for frame, (name, _) in zip(plan.posters, self._posters, strict=False):
            seconds = float(grid.seconds_at(frame))
            if any(start <= seconds <= end for start, end in black):
                continue
            size = {"width": plan.poster.width, "height": plan.poster.height}
            made.append({"seconds": seconds, "object": name, **size})
        return made

    def measured(self, seen: Seen, grid: Grid) -> dict[str, Any] | None:
        """What was measured of the picture, for the report; none without quality control."""
        if not settings.QUALITY_CONTROL:
            return None
        end = float(grid.seconds)
        stretches = {
            kind: tuple((start, min(until, end)) for start, until in found)
            for kind, found in self._stretches.items()
        }
        return measures.Picture(
            **stretches,
            levels=self._levels,
            bit_rate=self._bit_rate,
            damaged=seen.damaged,
            damaged_at=tuple(round(float(grid.seconds_at(frame)), 3) for frame in seen.damaged_at),
        ).to_json()

    def _read_stretches(self, stream: BinaryIO) -> None:
        self._stretches = measures.read_stretches(stream, seconds=FOREVER)

    def _read_samples(self, stream: BinaryIO) -> None:
        self._levels = measures.read_levels(stream)

    def _read_packets(self, stream: BinaryIO) -> None:
        self._bit_rate = measures.read_packets(stream, seconds=self._source.duration)
