"""`make bench-quality`: what presets and settings of x264 give and take, on the real film.

A few seconds of it, coded as our rungs are with one thing changed at a time, and as shaka-streamer
does at the bit rate that ours had: VMAF (mean, 5th percentile) against the film at its own size,
bits, CPU seconds. Into `var/bench/quality.json`; ADR 0012 has the table that our settings rest on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from rich.console import Console

from infra.bench.meter import measure
from infra.bench.rivals import vmaf
from infra.local.demo import FILM
from transcoding.commands import picture
from transcoding.ladder import LADDERS, Rung, rungs
from transcoding.schedule import Grid

console = Console(highlight=False, soft_wrap=True)
RESULT = Path("var/bench/quality.json")
FFMPEG: str = imageio_ffmpeg.get_ffmpeg_exe()
START_SECONDS = 6  # where things move
SIZE = (1920, 1080)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One setting: what it changes of ours. `shaka`: theirs instead, at the bit rate of ours."""

    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    shaka: bool = False


OURS = Trial(name="ours")
FIXED = "scenecut=0:open-gop=0"
TRIALS = (
    *(Trial(name=f"preset {name}", changes={"preset": name})
      for name in ("veryfast", "faster", "fast", "medium", "slow")),
    Trial(name="no tune", changes={"tune": None}),
    Trial(name="lookahead of 40", changes={"x264-params": FIXED}),
    Trial(name="aq-mode 3", changes={"x264-params": f"{FIXED}:rc-lookahead=24:aq-mode=3"}),
    Trial(name="two threads", changes={"threads": 2}),
    Trial(name="shaka-streamer's", shaka=True),
)  # fmt: skip


class Bench:
    """The excerpt, and what was measured of it."""

    def __init__(self, directory: Path, *, seconds: float) -> None:
        self.directory = directory
        self.seconds = seconds
        self.film = directory / "film.mov"  # Matroska rounds times: frames would not meet theirs
        cut = ["-ss", str(START_SECONDS), "-t", str(seconds), "-i", str(FILM), "-an"]
        kept = ["-c:v", "libx264", "-preset", "ultrafast", "-qp", "0"]  # without loss
        measure([[FFMPEG, "-v", "error", *cut, *kept, str(self.film)]], cwd=directory)

    def take(self, trial: Trial, rung: Rung, *, rate: int) -> dict[str, Any]:
        """Code the excerpt; `rate` is that of ours, in bit/s."""
        path = self.directory / "coded.mp4"
        size = f"scale={rung.width}:{rung.height}:flags=lanczos,format=yuv420p"
        options = _theirs(rung, rate) if trial.shaka else _ours(rung) | trial.changes
        told = {name: value for name, value in options.items() if value is not None}
        words = [word for name, value in told.items() for word in (f"-{name}", str(value))]
        command = [FFMPEG, "-y", "-v", "error", "-i", str(self.film), "-vf", size, *words]
        taken = measure([[*command, str(path)]], cwd=self.directory)
        scores = vmaf(path, film=self.film, ffmpeg=FFMPEG, directory=self.directory)
        return {
            "rung": rung.name,
            "setting": trial.name,
            "vmaf": scores["mean"],
            "p5": scores["p5"],
            "kbps": round(path.stat().st_size * 8 / self.seconds / 1000),
            "cpu": round(taken.cpu, 1),
        }


def _ours(rung: Rung) -> dict[str, Any]:
    grid = Grid(frame_rate=Fraction(24), frames=1)
    options = picture.ENCODERS[rung.codec](rung, grid, 1, False)  # noqa: FBT003
    return {name: value for name, value in options.items() if name != "enc_time_base"}


def _theirs(rung: Rung, rate: int) -> dict[str, Any]:
    """As shaka-streamer 1.5.1 has them for films on demand: no cap, as many threads as cores."""
    return {
        "c:v": "libx264",
        "preset": "slow",
        "profile:v": "high" if rung.height >= 720 else "main",  # noqa: PLR2004
        "flags": "+loop+cgop",
        "b:v": rate,
        "keyint_min": 144,
        "g": 144,
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Markdown."""
    names = ("rung", "setting", "vmaf", "p5", "kbps", "cpu")
    lines = [
        "| rung | setting | VMAF | 5th percentile | kbit/s | CPU s |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(str(r[n]) for n in names)} |" for r in rows)])


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--heights", type=int, nargs="*", default=[1080, 540])
    options = parser.parse_args()
    ladder = rungs(profile="h264", width=SIZE[0], height=SIZE[1])
    chosen = [rung for rung in ladder if rung.height in options.heights]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="cinema-quality-") as name:
        bench = Bench(Path(name), seconds=options.seconds)
        for rung in chosen:
            first = bench.take(OURS, rung, rate=0)
            rows.append(first)
            for trial in TRIALS:
                rows.append(bench.take(trial, rung, rate=first["kbps"] * 1000))
                console.print(rows[-1], markup=False)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}"
    settings = {f"{step.short}p": step.crf for step in LADDERS["h264"].steps}
    result = {"machine": machine, "seconds": options.seconds, "crf": settings, "rows": rows}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2))
    console.print(table(rows), markup=False)
    console.print(f"Kept in {RESULT}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
