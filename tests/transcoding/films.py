"""Films made by FFmpeg for a test: drawn pictures and tones, small and exact."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

PICTURE = ("-c:v", "libx264", "-preset", "ultrafast")


def ffmpeg(*arguments: str | Path) -> bytes:
    """FFmpeg's standard output; it must end well."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def drawn(*, size: str = "160x90", rate: str = "24", frames: int) -> list[str]:
    """An input: a moving picture in which no frame is like another."""
    return ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate},trim=end_frame={frames}"]


def tone(seconds: float, *, rate: int = 48000) -> list[str]:
    """An input: a sine."""
    return ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate={rate}:duration={seconds}"]


def make_film(path: Path, *, frames: int, sound: float = 0, rate: str = "24", options=()) -> Path:
    """A film of so many frames, with `sound` seconds of a tone if there are any."""
    inputs = [*drawn(rate=rate, frames=frames), *(tone(sound) if sound else [])]
    ffmpeg(*inputs, *PICTURE, *options, path)
    return path


@dataclass(frozen=True)
class Grey:
    """A picture as brightness, 0 to 255."""

    width: int
    height: int
    pixels: bytes

    def at(self, x: int, y: int) -> int:
        return self.pixels[y * self.width + x]


def grey(jpeg: bytes) -> Grey:
    """A JPEG, decoded by FFmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "mjpeg", "-i", "pipe:0"]
    command += ["-f", "image2pipe", "-c:v", "pgm", "-pix_fmt", "gray", "pipe:1"]
    pgm = subprocess.run(command, input=jpeg, check=True, capture_output=True).stdout
    _, size, _, pixels = pgm.split(b"\n", 3)
    width, height = map(int, size.split())
    return Grey(width, height, pixels)
