"""How much of a film is too much: what a file may ask of us before anything is decoded.

A picture of one colour is a film too, so how well it compresses says nothing (ADR 0019).
"""

from fractions import Fraction
from math import ceil

from transcoding.source import Source
from transcoding.states import MasterRefused, Problem

MOST_STREAMS = 128  # some deliver every channel of 5.1 and stereo, in every language, by itself
LARGEST_PICTURE = 8192 * 4608  # pixels: 8K of cinema (8192x4320), and a little more
MOST_PIXELS = 8192 * 4320 * 60 * 4 * 3600  # of a whole film: four hours of 8K at 60 fps
# A picture may be longer than its container says by this much: headers written ahead are guesses.
SLACK, SLACK_SECONDS = Fraction(11, 10), 60


def check(source: Source, *, longest_seconds: int) -> None:
    """What the container declares, before it is decoded; raises `MasterRefused`."""
    size = f"{source.coded_width}x{source.coded_height}"
    pixels = source.coded_width * source.coded_height
    if pixels > LARGEST_PICTURE:
        raise MasterRefused(Problem.DIMENSIONS, size)
    seconds = max(source.duration, source.declared_seconds)
    if not seconds <= longest_seconds:  # so is a NaN
        raise MasterRefused(Problem.TOO_LONG, f"declares {seconds} seconds")
    if pixels * seconds * source.frame_rate > MOST_PIXELS:
        detail = f"{size} at {source.frame_rate} for {seconds} seconds"
        raise MasterRefused(Problem.TOO_DEMANDING, detail)


def most_frames(source: Source, *, longest_seconds: int) -> int:
    """Frames of the grid after which its time stamps can't be true.

    Constant frame rate repeats the last picture until the next: a single time stamp in the year
    3000 would otherwise be thousands of millions of frames.
    """
    declared = max(source.duration, source.declared_seconds)
    seconds = SLACK * Fraction(declared) + SLACK_SECONDS if declared > 0 else longest_seconds
    return ceil(min(seconds, longest_seconds + SLACK_SECONDS) * source.frame_rate)
