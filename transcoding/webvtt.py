"""WebVTT in, segmented WebVTT out (W3C WebVTT; RFC 8216bis §3.1.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from transcoding.schedule import START_SECONDS
from transcoding.states import MasterRefused, Problem

MPEG_CLOCK = 90_000
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?$")
# Both clocks say the same: FFmpeg, and what is built on it, takes cues' times as they stand.
LATER = START_SECONDS * 1000  # milliseconds, on the clock of picture and sound
LOCAL = f"00:00:{START_SECONDS}.000"
HEADER = f"WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:{START_SECONDS * MPEG_CLOCK},LOCAL:{LOCAL}\n\n"


@dataclass(frozen=True, kw_only=True)
class Cue:
    """One subtitle. Times in milliseconds from the start of the film."""

    start: int
    end: int
    settings: str
    text: str


def parse(text: str) -> list[Cue]:
    """The cues as written, whatever their times; raises `MasterRefused` with the line at fault."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"^WEBVTT(?:[ \t]|$)", lines[0]):
        raise MasterRefused(Problem.SUBTITLE_FORMAT, "line 1: WEBVTT expected")
    cues = list(_cues(lines))
    if not cues:
        raise MasterRefused(Problem.SUBTITLE_FORMAT, "no cue")
    return cues


def write(cues: list[Cue]) -> str:
    """A whole file."""
    return "WEBVTT\n\n" + "".join(_write(cue) for cue in cues)


def segment(cues: list[Cue], *, index: int, seconds: Fraction) -> str:
    """The text of a segment: every cue that shows in it, whole, on the clock of the picture."""
    start, end = index * seconds * 1000, (index + 1) * seconds * 1000
    shown = [cue for cue in cues if cue.start < end and cue.end > start]
    moved = (replace(cue, start=cue.start + LATER, end=cue.end + LATER) for cue in shown)
    return HEADER + "".join(_write(cue) for cue in moved)


def _cues(lines: list[str]) -> Iterator[Cue]:
    number = 1
    while number < len(lines):
        line = lines[number]
        number += 1
        if "-->" not in line or line.startswith("NOTE"):
            continue
        match = TIMING.match(line.strip())
        if match is None:
            raise MasterRefused(Problem.SUBTITLE_FORMAT, f"line {number}: {line[:60]}")
        start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:8])
        body = []
        while number < len(lines) and lines[number].strip() and "-->" not in lines[number]:
            body.append(lines[number])
            number += 1
        if body:
            yield Cue(start=start, end=end, settings=match[9] or "", text="\n".join(body))


def _milliseconds(groups: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, milliseconds = (int(group or 0) for group in groups)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _write(cue: Cue) -> str:
    timing = f"{_clock(cue.start)} --> {_clock(cue.end)} {cue.settings}".rstrip()
    return f"{timing}\n{cue.text}\n\n"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
