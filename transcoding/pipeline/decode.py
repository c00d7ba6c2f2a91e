"""A master from its beginning to its end: decoded in order, or its packets where they tell all."""

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.conf import settings

from transcoding import runner
from transcoding.commands import survey
from transcoding.commands.takes import Take, Taking
from transcoding.diagnosis import Damage, Signs
from transcoding.gallery import Gallery
from transcoding.leases import Lease
from transcoding.limits import most_frames
from transcoding.packets import Strip, listed, read_strip
from transcoding.quality import printouts
from transcoding.quality.measures import Series
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem

Consumer = Callable[[BinaryIO], None]
NO_BIT_RATE = Series(seconds=1, values=())


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A hash for every frame of the grid; how many frames FFmpeg said are damaged or lost.

    `damaged_at` says near which frames that was. `by_packets`: the hashes are of packets, and
    nothing was decoded. `bit_rate` is the packets', where it was asked for.
    """

    hashes: list[bytes]
    damaged: int = 0
    damaged_at: tuple[int, ...] = ()
    by_packets: bool = False
    bit_rate: Series = NO_BIT_RATE


def decode(
    source: Source,
    *,
    url: str,
    gallery: Gallery,
    takes: Mapping[Take, Consumer],
    quality: bool,
    lease: Lease,
    limits: runner.Bounds,
) -> Seen:
    """Decode all of it once, in order; raises `MasterRefused` where that fails.

    `takes` says what is wanted besides the hashes, and who reads it.
    """
    hashes: list[bytes] = []
    bit_rate: list[Series] = []
    expected = max(source.duration * float(source.frame_rate), 1)

    def follow(progress: runner.Progress) -> None:
        damage.at(progress.frame)
        lease.report(progress=progress.frame / expected, speed=progress.speed)

    def command(pipes: Sequence[int]) -> list[str]:
        taking = Taking(
            source=source,
            gallery=gallery,
            rate=source.frame_rate,
            pipes=dict(zip(takes, pipes, strict=False)),
        )
        return survey.survey(
            binaries=runner.binaries(),
            url=url,
            source=source,
            taking=taking,
            packets=pipes[-1] if quality else None,
        )

    def read_packets(stream: BinaryIO) -> None:
        bit_rate.append(printouts.read_packets(stream, seconds=source.duration))

    damage, signs = Damage(source.frame_rate), Signs()

    def listen(line: str) -> None:
        damage.listen(line)
        signs.listen(line)

    most = most_frames(source, longest_seconds=settings.MAX_FILM_SECONDS)
    try:
        runner.run(
            command,
            outputs=[*takes.values(), *([read_packets] if quality else [])],
            stdout=lambda stream: hashes.extend(read_hashes(stream, most=most)),
            progress=follow,
            bounds=limits,
            log=listen,
        )
    except EncoderFailed as failure:
        if failure.killed:
            raise
        raise MasterRefused(signs.problem or Problem.DAMAGED, str(failure)) from failure
    damage.check(len(hashes))
    return Seen(
        hashes=hashes,
        damaged=damage.frames,
        damaged_at=tuple(damage.places),
        bit_rate=bit_rate[0] if bit_rate else NO_BIT_RATE,
    )


def leaf_through(source: Source, *, url: str, lease: Lease, limits: runner.Bounds) -> Seen | None:
    """Read the packets and decode nothing; none where they alone do not tell every frame."""
    damage = Damage(source.frame_rate)
    strips: list[Strip] = []
    rate, most = source.frame_rate, most_frames(source, longest_seconds=settings.MAX_FILM_SECONDS)
    expected = max(source.duration * float(source.frame_rate), 1)
    command = survey.leaf_through(binaries=runner.binaries(), url=url, source=source)
    try:
        runner.run(
            lambda _: command,
            outputs=(),
            stdout=lambda stream: strips.append(read_strip(stream, rate=rate, most=most)),
            progress=lambda told: lease.report(progress=told.frame / expected, speed=told.speed),
            bounds=limits,
            log=damage.listen,
        )
    except EncoderFailed as failure:
        if failure.killed:
            raise
        return None
    (strip,) = strips
    if damage.frames or not strip.even:
        return None
    bit_rate = printouts.read_packets(listed(strip, rate=rate), seconds=source.duration)
    return Seen(hashes=strip.marks, by_packets=True, bit_rate=bit_rate)


def read_hashes(stream: BinaryIO, *, most: int = sys.maxsize) -> list[bytes]:
    """The hash column of FFmpeg's `framehash` format; raises `MasterRefused` after `most`."""
    rows = (line.rsplit(b",", 1)[-1].strip() for line in stream if line[:1] not in b"#\n")
    hashes = list(islice(rows, most))
    if next(rows, None) is not None:
        raise MasterRefused(Problem.TIMING, f"more than {most} frames of its grid")
    return hashes


def digest(hashes: Sequence[bytes]) -> str:
    """One digest for a run of frames."""
    return hashlib.sha256(b"\n".join(hashes)).hexdigest()
