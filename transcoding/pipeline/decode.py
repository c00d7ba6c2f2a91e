"""The one sequential decode of a master, and what is seen in it."""

import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.conf import settings

from transcoding import runner
from transcoding.commands.survey import Take, survey
from transcoding.diagnosis import Damage, Signs
from transcoding.gallery import Gallery
from transcoding.leases import Lease
from transcoding.limits import most_frames
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A hash for every frame of the grid; how many frames FFmpeg said are damaged or lost.

    `damaged_at` says near which frames that was.
    """

    hashes: list[bytes]
    damaged: int = 0
    damaged_at: tuple[int, ...] = ()


def decode(
    source: Source,
    *,
    url: str,
    gallery: Gallery,
    takes: Mapping[Take, Callable[[BinaryIO], None]],
    lease: Lease,
    limits: runner.Bounds,
) -> Seen:
    """Decode all of it once, in order; raises `MasterRefused` where that fails.

    `takes` says what is wanted besides the hashes, and who reads it.
    """
    hashes: list[bytes] = []
    expected = max(source.duration * float(source.frame_rate), 1)

    def follow(progress: runner.Progress) -> None:
        damage.at(progress.frame)
        lease.report(progress=progress.frame / expected, speed=progress.speed)

    def command(pipes: Sequence[int]) -> list[str]:
        return survey(
            binaries=runner.binaries(),
            url=url,
            source=source,
            rate=source.frame_rate,
            gallery=gallery,
            takes=list(takes),
            pipes=pipes,
        )

    damage, signs = Damage(source.frame_rate), Signs()

    def listen(line: str) -> None:
        damage.listen(line)
        signs.listen(line)

    most = most_frames(source, longest_seconds=settings.MAX_FILM_SECONDS)
    try:
        runner.run(
            command,
            outputs=list(takes.values()),
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
    return Seen(hashes=hashes, damaged=damage.frames, damaged_at=tuple(damage.places))


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
