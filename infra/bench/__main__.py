"""`make bench-transcode`: our whole job beside what others take for the same rungs.

Every measurement is kept in `var/bench/transcode/` as soon as it is there; a second call goes on
where the first was ended. `make bench-transcode-anew` forgets them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg
from rich.console import Console

from infra.bench import rivals
from infra.bench.ours import Studio, studio
from infra.bench.report import LENGTHS, summary, tables
from infra.local.demo import FILM
from transcoding.commands.base import Binaries

if TYPE_CHECKING:
    from collections.abc import Callable

console = Console(highlight=False, soft_wrap=True)
RESULT = Path("var/bench/transcode.json")
KEPT = Path("var/bench/transcode")
ROUNDS = 3
SCALED_SECONDS = 48  # four chunks for each of two workers
FFMPEG: str = imageio_ffmpeg.get_ffmpeg_exe()


class Bench:
    """The measurements so far."""

    def __init__(self, directory: Path, options: argparse.Namespace) -> None:
        self.directory = directory
        self.options = options
        KEPT.mkdir(parents=True, exist_ok=True)

    def once(self, name: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A measurement: taken now, or kept from before."""
        path = KEPT / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(act()))
            console.print(f"{name:<28} {path.read_text()[:160]}", markup=False)
        kept: dict[str, Any] = json.loads(path.read_text())
        return kept

    def master(self, *, seconds: float, height: int) -> Path:
        """ProRes HQ with the film's sound, looped to this length."""
        path = self.directory / f"{height}p-{seconds:g}.mov"
        if not path.exists():
            command = [FFMPEG, "-v", "error", "-stream_loop", "-1", "-i", str(FILM)]
            command += ["-t", str(seconds), "-vf", f"scale=-2:{height}", "-c:v", "prores_ks"]
            command += ["-profile:v", "3", "-pix_fmt", "yuv422p10le", "-c:a", "pcm_s24le"]
            subprocess.run([*command, str(path)], check=True)
        return path

    def fresh(self, name: str) -> Path:
        """An empty directory."""
        return Path(tempfile.mkdtemp(prefix=name, dir=self.directory))

    def comparison(self) -> None:
        """All in one run, alternating: ours, one process, a process a rung, shaka-streamer."""
        film = self.master(seconds=self.options.seconds, height=1080)
        with (
            studio(self.fresh("plain"), encoders=2, quality=False) as plain,
            studio(self.fresh("two"), encoders=2) as two,
        ):
            for number in range(1, ROUNDS + 1):
                ours = self.once(f"ours-{number}", lambda: self._ours(plain, film))
                self.once(f"ours-qc-{number}", lambda: self._took(two, film))
                self._rivals(ours, film, number)
        self._quality(film)

    def scaling(self) -> None:
        """One encoder on one core against two on two, alternating; growth with length."""
        alone = self.master(seconds=SCALED_SECONDS, height=540)
        with (
            studio(self.fresh("one"), encoders=1, bound=True) as one,
            studio(self.fresh("two"), encoders=2, bound=True) as two,
        ):
            for number in range(1, ROUNDS + 1):
                self.once(f"one-worker-{number}", lambda: self._took(one, alone))
                self.once(f"two-workers-{number}", lambda: self._took(two, alone))
        with studio(self.fresh("growing"), encoders=2) as two:
            for seconds in LENGTHS:
                film = self.master(seconds=seconds, height=540)
                self.once(f"length-{seconds}", lambda film=film: self._took(two, film))  # type: ignore[misc]

    def _took(self, where: Studio, film: Path) -> dict[str, Any]:
        _, taken, others = where.transcode(film)
        return taken.to_json() | others

    def _ours(self, where: Studio, film: Path) -> dict[str, Any]:
        master, taken, others = where.transcode(film)
        place = self.fresh("ours")
        made = where.take_out(master, place)
        kept = KEPT / "rungs" / "ours"
        kept.mkdir(parents=True, exist_ok=True)
        for path in place.glob("*.mp4"):
            (kept / path.name).write_bytes(path.read_bytes())
        return taken.to_json() | others | made

    def _rivals(self, ours: dict[str, Any], film: Path, number: int) -> None:
        plan, place = ours["plan"], self.fresh("bare")
        one, many = rivals.bare_commands(
            plan,
            film=film,
            directory=place,
            binaries=Binaries(ffmpeg=FFMPEG, ffprobe=""),
            threads=1,
        )
        if number == 1:
            console.print(f"bare: {shlex.join(one)}", markup=False)

        def sized(taken: Any, files: dict[int, Path]) -> dict[str, Any]:
            sizes = {str(height): path.stat().st_size for height, path in files.items()}
            return {**taken.to_json(), "bytes": sizes}

        heights = [rung["height"] for rung in plan["rungs"]]
        made = {height: place / f"{height}.mp4" for height in heights}
        self.once(f"bare-{number}", lambda: sized(rivals.bare(one, directory=place), made))
        self.once(f"one-each-{number}", lambda: sized(rivals.one_each(many, directory=place), made))

        def streamed() -> dict[str, Any]:
            there = self.fresh("shaka")
            taken = rivals.shaka(plan, ours["bytes"], film=film, directory=there)
            files = rivals.shaka_rungs(there, heights)
            kept = KEPT / "rungs" / "shaka"
            kept.mkdir(parents=True, exist_ok=True)
            for height, path in files.items():
                (kept / f"{height}.mp4").write_bytes(path.read_bytes())
            return sized(taken, files)

        self.once(f"shaka-{number}", streamed)

    def _quality(self, film: Path) -> None:
        for who in ("ours", "shaka"):
            for path in sorted((KEPT / "rungs" / who).glob("*.mp4")):
                self.once(
                    f"vmaf-{who}-{path.stem}",
                    lambda path=path: rivals.vmaf(  # type: ignore[misc]
                        path, film=film, ffmpeg=FFMPEG, directory=self.directory
                    ),
                )


def main() -> int:
    """Measure what is missing; print the tables, write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=12, help="length of the compared film")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cinema-bench-") as name:
        bench = Bench(Path(name), options)
        bench.comparison()
        bench.scaling()
    kept = {path.stem: json.loads(path.read_text()) for path in KEPT.glob("*.json")}
    result = summary(kept, seconds=options.seconds) | {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}"
    }
    RESULT.write_text(json.dumps(result, indent=2))
    console.print(tables(kept, result), markup=False)
    console.print(f"Kept in {RESULT}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
