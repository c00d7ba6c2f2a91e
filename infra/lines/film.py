"""A film that tells in which language one hears it: cheap to encode, known by its tones."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import imageio_ffmpeg

from infra.local.demo import FILM

if TYPE_CHECKING:
    from pathlib import Path

# Forty-eight seconds are eight segments, 2,250 frames of sound at 48 kHz and 1,125 at 24 kHz: a
# film made of many such ends falls on no fraction of a frame.
SECONDS = 48
TONES = {"chi": 440, "eng": 1000}  # hertz, by the language of the sound


def make_film(path: Path, *, height: int) -> Path:
    """The real film looped, with one tone for each language instead of its sound."""
    draft = path.with_suffix(".draft.mp4")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-stream_loop", "-1"]
    command += ["-i", str(FILM)]
    for hertz in TONES.values():
        tone = f"sine=frequency={hertz}:sample_rate=48000,volume=0.5,aformat=channel_layouts=stereo"
        command += ["-f", "lavfi", "-i", tone]
    band = "drawbox=y=ih*4/5:h=ih/5:color=black:t=fill"  # where subtitles are the only light
    command += ["-map", "0:v", "-vf", f"scale=-2:{height},{band}", "-c:v", "libx264"]
    command += ["-preset", "veryfast", "-crf", "20"]
    for place, (language, _) in enumerate(TONES.items(), start=1):
        command += ["-map", f"{place}:a", f"-metadata:s:a:{place - 1}", f"language={language}"]
    command += ["-c:a", "aac", "-b:a", "128k", "-t", str(SECONDS), str(draft)]
    subprocess.run(command, check=True)
    draft.rename(path)
    return path
