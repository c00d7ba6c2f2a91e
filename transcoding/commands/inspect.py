"""Questions to a master that decode little or nothing."""

from fractions import Fraction

import ffmpeg

from transcoding.commands.base import Binaries, argv, open_input
from transcoding.limits import LARGEST_PICTURE, MOST_STREAMS
from transcoding.probe import DEMUXERS
from transcoding.source import Source

LOOK_FRAMES = 120
OPENING_SECONDS = 30  # in a longer film the look is beyond its titles
FIRST_PACKETS = "%+#8"  # they say whether they are encrypted


def probe(*, binaries: Binaries, url: str) -> list[str]:
    """The JSON that ffprobe gives of container, streams and the first packets."""
    return [
        binaries.ffprobe,
        *("-v", "warning", "-protocol_whitelist", "http,tcp"),
        *("-format_whitelist", ",".join(DEMUXERS)),
        *("-max_streams", str(MOST_STREAMS), "-max_pixels", str(LARGEST_PICTURE)),
        *("-threads", "1"),  # every further thread is memory, and there is little to decode
        *("-show_format", "-show_streams", "-show_packets", "-read_intervals", FIRST_PACKETS),
        *("-of", "json", url),
    ]


def look(*, binaries: Binaries, url: str, source: Source) -> list[str]:
    """Counts of interlaced frames among a few, written to standard output as metadata."""
    seek = Fraction(source.duration) / 3 if source.duration > OPENING_SECONDS else Fraction(0)
    frames = open_input(url, source=source, seek=seek)[str(source.video_index)].filter(
        "idet", rep_thres=2
    )
    frames = frames.filter("metadata", mode="print", file="pipe:1")
    output = ffmpeg.output(frames, "-", f="null", **{"frames:v": LOOK_FRAMES})
    return argv(output, binaries)
