"""The one sequential decode of a master, and what is seen in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from transcoding import runner
from transcoding.commands import survey
from transcoding.leases import Lease
from transcoding.runner import EncoderFailed
from transcoding.source import Source
from transcoding.states import MasterRefused, Problem


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A hash for every frame of the grid."""

    hashes: list[bytes]


def decode(source: Source, *, url: str, lease: Lease, limits: runner.Bounds) -> Seen:
    """Decode all of it once, in order; raises `MasterRefused` where that fails."""
    hashes: list[bytes] = []
    expected = max(source.duration * float(source.frame_rate), 1)

    def follow(progress: runner.Progress) -> None:
        lease.report(progress=progress.frame / expected, speed=progress.speed)

    command = survey.survey(
        binaries=runner.binaries(), url=url, source=source, rate=source.frame_rate
    )
    try:
        runner.run(
            lambda _: command,
            outputs=(),
            stdout=lambda stream: hashes.extend(read_hashes(stream)),
            progress=follow,
            bounds=limits,
        )
    except EncoderFailed as failure:
        if failure.killed:
            raise
        raise MasterRefused(Problem.DAMAGED, str(failure)) from failure
    return Seen(hashes=hashes)


def read_hashes(stream: BinaryIO) -> list[bytes]:
    """The hash column of FFmpeg's `framehash` format."""
    return [line.rsplit(b",", 1)[-1].strip() for line in stream if line[:1] not in b"#\n"]


def digest(hashes: Sequence[bytes]) -> str:
    """One digest for a run of frames."""
    return hashlib.sha256(b"\n".join(hashes)).hexdigest()
