"""How a chunk is known to hold the very frames that the survey saw (ADR 0005)."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol

from transcoding import gallery
from transcoding.commands.picture import Watch
from transcoding.commands.takes import Taking, within
from transcoding.diagnosis import Damage
from transcoding.models import JobStep
from transcoding.packets import Strip, read_strip
from transcoding.pipeline.decode import digest, read_hashes
from transcoding.pipeline.takings import Takings
from transcoding.pipeline.vault import Vault
from transcoding.runner import EncoderFailed, TooMuch
from transcoding.schedule import Chunk, Grid
from transcoding.source import Source

PACKETS, FRAMES = "packets", "frames"  # in a plan: what its digests are of
Consumer = Callable[[BinaryIO], None]


class Proof(Protocol):
    """Reads what the chunk's process tells of itself."""

    outputs: Sequence[Consumer]

    def watch(self, pipes: Sequence[int]) -> Watch | None:
        """What the process is to tell of, and through which pipes."""

    def read(self, stdout: BinaryIO) -> None:
        """What it tells on standard output."""

    def hear(self, line: str) -> None:
        """A line of its log."""

    def count(self) -> int:
        """How many frames it had."""

    def holds(self, planned: str) -> bool:
        """Whether they are the planned ones."""

    def can_be_blamed(self, failure: EncoderFailed | TooMuch) -> bool:
        """Whether a failure is the plan's, which promised a film that can be decoded."""

    def seen(self) -> dict[str, Any] | None:
        """What was seen of the film on the way, to be kept with the step."""


class ByFrames:
    """A hash of every frame that was decoded."""

    outputs: Sequence[Consumer] = ()

    def __init__(self) -> None:
        self._hashes: list[bytes] = []

    def watch(self, pipes: Sequence[int]) -> Watch | None:
        """Nothing besides."""
        return None

    def read(self, stdout: BinaryIO) -> None:
        """The hashes."""
        self._hashes.extend(read_hashes(stdout))

    def hear(self, line: str) -> None:
        """Damage was counted by the survey, which decoded the same frames."""

    def count(self) -> int:
        """How many frames it had."""
        return len(self._hashes)

    def holds(self, planned: str) -> bool:
        """Whether they are the planned ones."""
        return digest(self._hashes) == planned

    def can_be_blamed(self, failure: EncoderFailed | TooMuch) -> bool:
        """The survey decoded it."""
        return False

    def seen(self) -> dict[str, Any] | None:
        """The survey saw all of it."""
        return None


class ByPackets:
    """The packets that were read are those of the survey, and each became a frame, undamaged."""

    def __init__(self, step: JobStep, *, source: Source, grid: Grid, chunk: Chunk) -> None:
        self._source, self._grid, self._chunk = source, grid, chunk
        self._gallery = gallery.gallery(source)
        self._quality = bool(step.job.plan["quality"])
        takes = within(chunk, gallery=self._gallery, rate=grid.frame_rate, quality=self._quality)
        start = float(grid.seconds_at(chunk.start))
        self._takings = Takings(takes, vault=Vault(step, per_period=0), start=start)
        self._packets = self._decoded = Strip(marks=[], even=False)
        self._damage = Damage(grid.frame_rate)
        self.outputs: Sequence[Consumer] = (
            self._read_decoded,
            *self._takings.consumers.values(),
        )

    def watch(self, pipes: Sequence[int]) -> Watch | None:
        """The instants of decoded frames, and what is taken from them."""
        taking = Taking(
            source=self._source,
            gallery=self._gallery,
            rate=self._grid.frame_rate,
            pipes=dict(zip(self._takings.consumers, pipes[1:], strict=True)),
            first=self._chunk.start,
        )
        return Watch(decoded=pipes[0], taking=taking)

    def read(self, stdout: BinaryIO) -> None:
        """The packets."""
        self._packets = self._strip(stdout)

    def hear(self, line: str) -> None:
        """Whatever is damaged is for a survey that decodes to judge."""
        self._damage.listen(line)

    def count(self) -> int:
        """How many frames it had."""
        return len(self._decoded.marks)

    def holds(self, planned: str) -> bool:
        """Whether they are the planned ones, all decoded, each at its place, none damaged."""
        whole = self._packets.even and self._decoded.even and not self._damage.frames
        frames = self._chunk.end - self._chunk.start
        return whole and self.count() == frames and digest(self._packets.marks) == planned

    def can_be_blamed(self, failure: EncoderFailed | TooMuch) -> bool:
        """Nobody has decoded it before."""
        return isinstance(failure, TooMuch) or not failure.killed

    def seen(self) -> dict[str, Any] | None:
        """Pictures, and what was measured."""
        chunk, takings = self._chunk, self._takings
        frames = [frame for frame in self._gallery.posters if chunk.start <= frame < chunk.end]
        names = [name for name, _ in takings.posters]
        end = float(self._grid.seconds_at(chunk.end))
        return {
            "sheets": takings.sheets,
            "posters": list(zip(frames, names, strict=True)),
            "part": takings.part(end=end).to_json() if self._quality else None,
        }

    def _read_decoded(self, stream: BinaryIO) -> None:
        self._decoded = self._strip(stream)

    def _strip(self, lines: BinaryIO) -> Strip:
        frames = self._chunk.end - self._chunk.start
        return read_strip(lines, rate=self._grid.frame_rate, most=frames, chunk=self._chunk)


def proof_of(step: JobStep, *, source: Source, grid: Grid, chunk: Chunk) -> Proof:
    """As the step's plan has it."""
    if step.job.plan.get("proof") == PACKETS:
        return ByPackets(step, source=source, grid=grid, chunk=chunk)
    return ByFrames()
