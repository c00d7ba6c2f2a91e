"""FFmpeg as a viewer's player: it opens the manifest by itself, and tells what came out."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Self

import imageio_ffmpeg

from tests.clients.listening import RATE
from transcoding.schedule import START_SECONDS

PROGRAM = imageio_ffmpeg.get_ffmpeg_exe()
FIRST = "0:p:0"  # what the first variant has: its picture, its sounds, its subtitles


@dataclass(frozen=True)
class Decoded:
    """The instants (seconds of film) of the pictures that were decoded, and how FFmpeg ended."""

    instants: tuple[float, ...]
    code: int
    said: str


def pictures(manifest: str, *before: str) -> Decoded:
    """Decode the first variant's picture; `before` are options for the input."""
    command = [PROGRAM, "-v", "error", "-nostdin", "-copyts", *before, "-i", manifest]
    command += ["-map", f"{FIRST}:v", "-fps_mode", "passthrough", "-f", "framecrc", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return Decoded(tuple(_instants(done.stdout)), done.returncode, done.stderr)


def sound(manifest: str, *, language: str, at: float) -> bytes:
    """A second of the sound in a language from an instant of the film on: mono PCM."""
    command = [PROGRAM, "-v", "error", "-nostdin", "-ss", str(at), "-t", "1", "-i", manifest]
    command += ["-map", f"{FIRST}:a:m:language:{language}", "-ac", "1", "-ar", str(RATE)]
    command += ["-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def subtitles(manifest: str, *, language: str) -> str:
    """What is shown in a language, as one WebVTT text on the clock of the picture."""
    command = [PROGRAM, "-v", "error", "-nostdin", "-copyts", "-i", manifest]
    command += ["-map", f"{FIRST}:s:m:language:{language}", "-f", "webvtt", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


class Running:
    """An FFmpeg that decodes as fast as the film plays, while we look."""

    def __init__(self, written: Path) -> None:
        self._written = written

    @property
    def at(self) -> float:
        """The instant of the last picture that was decoded."""
        return (_instants(self._written.read_text()) or [0.0])[-1]

    @property
    def silent_for(self) -> float:
        """Seconds since a picture came out."""
        return time.time() - self._written.stat().st_mtime

    @classmethod
    @contextmanager
    def of(cls, manifest: str, written: Path) -> Iterator[Self]:
        """Run until the film is over, or the test is."""
        command = [PROGRAM, "-v", "error", "-nostdin", "-y", "-copyts", "-re", "-i", manifest]
        command += ["-map", f"{FIRST}:v", "-fps_mode", "passthrough", "-flush_packets", "1"]
        command += ["-f", "framecrc", str(written)]
        written.touch()
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                yield cls(written)
            finally:
                process.kill()


def _instants(framecrc: str) -> list[float]:
    base, found = Fraction(1), []
    for line in framecrc.splitlines():
        if line.startswith("#tb"):
            base = Fraction(line.split(":")[1].strip())
        elif line.count(",") == 5 and not line.startswith("#"):  # whole: it may be written just now
            found.append(float(int(line.split(",")[2]) * base) - START_SECONDS)
    return found
