"""The one sequential decode of a master, and what is seen in it."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.conf import settings

from transcoding import runner
from transcoding.commands import survey
from transcoding.diagnosis import Damage, Signs
from transcoding.leases import Lease
from transcoding.limits import most_frames
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A hash for every frame of the grid; how many frames FFmpeg said are damaged or lost."""

    hashes: list[bytes]
    damaged: int = 0


def decode(source: Source, *, url: str, lease: Lease, limits: runner.Bounds) -> Seen:
    """Decode all of it once, in order; raises `MasterRefused` where that fails."""
    hashes: list[bytes] = []
    expected = max(source.duration * float(source.frame_rate), 1)

    def follow(progress: runner.Progress) -> None:
        lease.report(progress=progress.frame / expected, speed=progress.speed)

    command = survey.survey(
        binaries=runner.binaries(), url=url, source=source, rate=source.frame_rate
    )
    damage, signs = Damage(source.frame_rate), Signs()

    def listen(line: str) -> None:
        damage.listen(line)
        signs.listen(line)

    most = most_frames(source, longest_seconds=settings.MAX_FILM_SECONDS)
    try:
        runner.run(
            lambda _: command,
            outputs=(),
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
    return Seen(hashes=hashes, damaged=damage.frames)


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
