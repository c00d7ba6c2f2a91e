"""What FFmpeg says on standard error while it works: progress and log, mixed."""

import contextlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

LINE_BYTES = 2000
Listener = Callable[[str], None]
Speedometer = Callable[[int, float], None]  # gets the frame and the speed


def follow(stream: BinaryIO, *, log: Listener, progress: Speedometer) -> None:
    """Progress and log come mixed on standard error; `key=value` lines are progress."""
    frame, speed = 0, 0.0
    for line in _lines(stream):
        key, equals, value = line.strip().partition("=")
        if not equals or " " in key:
            log(key + equals + value)
        elif key == "frame":
            frame = int(value) if value.isdecimal() else frame
        elif key == "speed":
            with contextlib.suppress(ValueError):
                speed = float(value.strip().rstrip("x"))
        elif key == "progress":
            progress(frame, speed)


def _lines(stream: BinaryIO) -> Iterator[str]:
    """Lines, of each no more than its first `LINE_BYTES`."""
    fresh = True
    while piece := stream.readline(LINE_BYTES):
        if fresh:
            yield piece.decode(errors="replace")
        fresh = piece.endswith(b"\n")
