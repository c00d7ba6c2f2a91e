"""Questions to a master that decode little or nothing."""

from fractions import Fraction

import ffmpeg

from transcoding.commands.base import Binaries, argv, open_input
from transcoding.limits import LARGEST_PICTURE, MOST_STREAMS
from transcoding.probe import DEMUXERS
from transcoding.source import Source

LOOK_FRAMES = 120
# In a longer film three scenes are looked at for as many frames as tell: five times three, since
# telecine goes by fives. Scenes differ more than frames of one do.
LONG_SECONDS, GLANCE_FRAMES = 10, 15
SPARE_FRAMES = 2  # else decoders are a dozen ahead of what is looked at
GLANCES = (Fraction(1, 6), Fraction(1, 2), Fraction(5, 6))
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


def looks(*, binaries: Binaries, url: str, source: Source) -> list[list[str]]:
    """Counts of interlaced frames among a few, written to standard output as metadata."""
    seconds = Fraction(source.duration)
    if seconds <= LONG_SECONDS:
        return [_look(binaries, url, source, at=Fraction(0), count=LOOK_FRAMES)]
    return [
        _look(binaries, url, source, at=part * seconds, count=GLANCE_FRAMES) for part in GLANCES
    ]


def _look(binaries: Binaries, url: str, source: Source, *, at: Fraction, count: int) -> list[str]:
    exact = source.exact_seek and source.intra  # or fewer than these would be read
    end = at + (count + SPARE_FRAMES) / source.frame_rate if exact else None
    master = open_input(url, source=source, seek=at, end=end)
    frames = master[str(source.video_index)].filter("idet", rep_thres=2)
    frames = frames.filter("metadata", mode="print", file="pipe:1")
    output = ffmpeg.output(frames, "-", f="null", **{"frames:v": count})
    return argv(output, binaries)
