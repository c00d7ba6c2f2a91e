"""What every FFmpeg command line shares, built with ffmpeg-python and never run by it.

Pure: a command is a list of strings. `-nostdin`, a positive list of demuxers and of protocols, and
the removal of all metadata are in each of them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ffmpeg

from transcoding.limits import LARGEST_PICTURE, MOST_STREAMS
from transcoding.probe import DEMUXERS
from transcoding.source import Source

# Nothing of the upload's metadata reaches a rendition: titles and encoders name people.
ANONYMOUS = {
    "map_metadata": -1,
    "map_metadata:s": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags": "+bitexact",
}
# One fragment an IDR, absolute decode times, no edit list: the same init segment for every chunk.
FRAGMENTED = {
    "f": "mp4",
    "use_editlist": 0,
    "avoid_negative_ts": "disabled",
    "flush_packets": 1,
}
MOVFLAGS = "+empty_moov+default_base_moof+skip_trailer+frag_discont"


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """Paths of the programs."""

    ffmpeg: str
    ffprobe: str


def open_input(
    url: str, *, source: Source, seek: Fraction = Fraction(0), end: Fraction | None = None
) -> Any:
    """Timestamps stay the film's own (from zero), wherever the seek lands.

    Nothing is read that comes much later than `end`.
    """
    options = {
        "protocol_whitelist": "http,tcp",
        "format_whitelist": ",".join(DEMUXERS),
        "max_streams": MOST_STREAMS,
        "max_pixels": LARGEST_PICTURE,
        "copyts": None,
    }
    if source.start:
        # Not `start_at_zero`: in MPEG-TS that is the first stream in use, and picture and sound,
        # opened each by itself, would both begin there, however far apart they are.
        options["itsoffset"] = decimal(-Fraction(source.start))
    if seek:
        # FFmpeg would throw away what is before the seek, by the container's clock, not the film's.
        options |= {"ss": decimal(seek), "noaccurate_seek": None}
    if end is not None:
        # By the container's clock as well, which may begin before the film.
        options["t"] = decimal(end - seek + max(Fraction(0), -Fraction(source.start)))
    return ffmpeg.input(url, **options)


def decimal(seconds: Fraction) -> str:
    """FFmpeg's clock has microseconds."""
    return f"{float(seconds):.6f}"


def argv(output: Any, binaries: Binaries, *, log: str = "error") -> list[str]:
    flags = ("-hide_banner", "-nostdin", "-loglevel", log, "-progress", "pipe:2", "-nostats")
    command: list[str] = output.global_args(*flags).compile(cmd=binaries.ffmpeg)
    return command
