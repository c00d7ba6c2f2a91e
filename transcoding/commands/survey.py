"""The one sequential decode of a master."""

from fractions import Fraction

import ffmpeg

from transcoding.commands.base import Binaries, argv, open_input
from transcoding.commands.grid import frame_hashes, on_grid, picture_of
from transcoding.source import Source


def survey(*, binaries: Binaries, url: str, source: Source, rate: Fraction) -> list[str]:
    """One sequential decode on the grid; a hash of every frame goes to standard output."""
    picture = picture_of(open_input(url, source=source), source)
    frames = on_grid(picture, rate, start=Fraction(0))
    output = ffmpeg.output(frames, "pipe:1", **frame_hashes())
    return argv(output, binaries, log="warning")  # where damaged frames are told of
