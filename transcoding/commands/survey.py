"""A master from its beginning to its end: all of it decoded, or its packets alone."""

from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.commands import treatment
from transcoding.commands.base import Binaries, argv, open_input
from transcoding.commands.grid import frame_hashes, on_grid, picture_of
from transcoding.commands.takes import JPEG, Taking
from transcoding.source import Source


def survey(*, binaries: Binaries, url: str, source: Source, taking: Taking, packets: int | None
           ) -> list[str]:  # fmt: skip
    """One sequential decode on the grid; a hash of every frame goes to standard output.

    The sizes of all packets go to the pipe `packets`, if there is one.
    """
    master = open_input(url, source=source)
    frames = on_grid(picture_of(master, source), taking.rate, start=Fraction(0))
    copies = frames.filter_multi_output("split", len(taking.pipes) + 1)
    outputs = [ffmpeg.output(copies.stream(0), "pipe:1", **frame_hashes())]
    taken = {take: copies.stream(place) for place, take in enumerate(taking.pipes, start=1)}
    outputs += taking.outputs(taken)
    if packets is not None:
        outputs.append(packets_of(master, source, pipe=packets))
    # Where damaged frames are told of.
    return argv(ffmpeg.merge_outputs(*outputs), binaries, log="warning")


def leaf_through(*, binaries: Binaries, url: str, source: Source) -> list[str]:
    """Time, size and sum of every packet of the picture, to standard output; nothing is decoded."""
    packets = packets_of(open_input(url, source=source), source, pipe=1)
    return argv(packets, binaries, log="warning")


def packets_of(master: Any, source: Source, *, pipe: int) -> Any:
    """The output that tells of the picture's packets as they are in the file."""
    packets = master[str(source.video_index)]
    return ffmpeg.output(packets, f"pipe:{pipe}", c="copy", f="framecrc", flush_packets=0)


def still(
    *, binaries: Binaries, url: str, source: Source, seconds: Fraction, size: Any
) -> list[str]:
    """One picture of a film, as JPEG on standard output."""
    seek = max(Fraction(0), seconds - 2)
    frames = on_grid(
        picture_of(open_input(url, source=source, seek=seek), source),
        source.frame_rate,
        start=seconds,
    )
    shown = treatment.apply(frames, treatment.of_jpeg(source, size))
    output = ffmpeg.output(shown, "pipe:1", **JPEG, f="image2pipe", **{"frames:v": 1})
    return argv(output, binaries)
