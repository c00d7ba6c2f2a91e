"""The same rungs made by others: bare FFmpeg in one process or in many, and shaka-streamer."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from infra.bench.meter import Taken, measure
from transcoding.commands import picture, sound
from transcoding.commands.base import Binaries
from transcoding.ladder import Rung
from transcoding.schedule import Chunk, Grid
from transcoding.sound import Sound
from transcoding.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

OUR_CONFIGURATION = Path(__file__).parent / "shaka"
FIRST_PIPE = 100  # replaced by a file's name
SHARED = 7  # words at the end of each command, from `-hide_banner` on
INSTEAD = {"http,tcp": "file", "framehash": "null"}
PIPE = re.compile(r"pipe:(\d+)$")


def bare_commands(
    plan: dict[str, Any], *, film: Path, directory: Path, binaries: Binaries, threads: int
) -> tuple[list[str], list[list[str]]]:
    """Our builder's command for the whole film as one process, and as one process a rung.

    Same binary, filters, rungs, I-frames and sound. Frame hashes, which prove chunks, are left out;
    files take the place of pipes.
    """
    rungs = [Rung(**rung) for rung in plan["rungs"]]
    stills = [Rung(**rung) for rung in plan["stills"]]
    source, grid = Source.from_json(plan["source"]), Grid.from_json(plan["grid"])
    whole = Chunk(start=0, end=grid.frames)

    def video(some: Sequence[Rung], stills: Sequence[Rung] = ()) -> list[str]:
        command = picture.video_chunk(
            binaries=binaries, url=str(film), source=source, grid=grid, chunk=whole, rungs=some,
            stills=stills, pipes=range(FIRST_PIPE, FIRST_PIPE + len(some) + len(stills)),
            threads=threads,
        )  # fmt: skip
        names = [str(directory / f"{rung.height}.mp4") for rung in some]
        names += [str(directory / f"{rung.name}.mp4") for rung in stills]
        return _local([PIPE.sub(lambda m: _name(m, names), word) for word in command])

    tracks = [Sound.from_json(data) for data in plan["sounds"]]
    pipes = range(FIRST_PIPE, FIRST_PIPE + len(tracks))
    command = sound.audio_tracks(
        binaries=binaries, url=str(film), source=source, grid=grid, sounds=tracks, pipes=pipes
    )
    names = [str(directory / f"{track.label}.m4a") for track in tracks]
    heard = _local([PIPE.sub(lambda m: _name(m, names), word) for word in command])
    each = [video([rung]) for rung in rungs]
    return _joined(video(rungs, stills), heard), [*each, heard]


def _name(match: re.Match[str], names: Sequence[str]) -> str:
    number = int(match[1])
    return names[number - FIRST_PIPE] if number >= FIRST_PIPE else "/dev/null"


def _local(command: list[str]) -> list[str]:
    """Files may be read and overwritten, and no frame is hashed."""
    words = [INSTEAD.get(word, word) for word in command]
    if "-hash" in words:
        at = words.index("-hash")
        del words[at : at + 2]
    return [words[0], "-y", *words[1:]]


def _joined(seen: list[str], heard: list[str]) -> list[str]:
    """Picture and sound in one process, decoded from one input each, as FFmpeg would do it."""
    first = heard.index("-i")
    start = heard.index("-filter_complex")
    last = max(place for place, word in enumerate(heard) if word.endswith(".m4a")) + 1
    graph = heard[start + 1].replace("[0:", "[1:").replace("[s", "[h")
    mapped = [word.replace("[s", "[h") for word in heard[start + 2 : last]]
    at = seen.index("-filter_complex")
    both = ["-filter_complex", f"{seen[at + 1]};{graph}"]
    inputs = [*seen[:at], *heard[2 : first + 2]]
    return [*inputs, *both, *seen[at + 2 : -SHARED], *mapped, *seen[-SHARED:]]


def bare(command: list[str], *, directory: Path) -> Taken:
    """One process for all rungs and the sound."""
    return measure([command], cwd=directory)


def one_each(commands: list[list[str]], *, directory: Path) -> Taken:
    """One process a rung, one after another."""
    return measure(commands, cwd=directory)


def shaka(plan: dict[str, Any], sizes: dict[str, int], *, film: Path, directory: Path) -> Taken:
    """shaka-streamer with the same rungs at the bit rates that ours had on this film."""
    grid = Grid.from_json(plan["grid"])
    rates = yaml.safe_load((OUR_CONFIGURATION / "bitrates.yaml").read_text())
    rates["video_resolutions"] = {
        f"{rung['height']}p": {
            "max_width": rung["width"],
            "max_height": rung["height"],
            "max_frame_rate": 60,
            "bitrates": {"h264": f"{round(_rate(sizes, rung, grid) / 1000)}k"},
        }
        for rung in plan["rungs"]
    }
    pipeline = yaml.safe_load((OUR_CONFIGURATION / "pipeline.yaml").read_text())
    pipeline["resolutions"] = list(rates["video_resolutions"])
    (directory / "bitrates.yaml").write_text(yaml.safe_dump(rates))
    (directory / "pipeline.yaml").write_text(yaml.safe_dump(pipeline))
    inputs = [{"name": str(film), "media_type": kind} for kind in ("video", "audio")]
    (directory / "input.yaml").write_text(yaml.safe_dump({"inputs": inputs}))
    program = str(Path(sys.executable).parent / "shaka-streamer")
    command = [sys.executable, program, "-i", "input.yaml", "-p", "pipeline.yaml"]
    return measure([[*command, "-b", "bitrates.yaml", "-o", "out"]], cwd=directory)


def _rate(sizes: dict[str, int], rung: dict[str, Any], grid: Grid) -> float:
    return sizes[str(rung["height"])] * 8 / float(grid.seconds)


def shaka_rungs(directory: Path, heights: Sequence[int]) -> dict[int, Path]:
    """Its files of pictures by height."""
    found: dict[int, Path] = {}
    for path in (directory / "out").rglob("*.mp4"):
        match = re.search(r"_(\d+)p_", path.name)
        if match and int(match[1]) in heights:
            found[int(match[1])] = path
    if set(found) != set(heights):
        raise RuntimeError(f"shaka-streamer: {(directory / 'command.log').read_text()[-3000:]}")
    return found


def vmaf(picture_file: Path, *, film: Path, ffmpeg: str, directory: Path) -> dict[str, float]:
    """Mean and 5th percentile of VMAF against the master, at the master's size.

    All are BT.709, said or not: where one says so and another doesn't, FFmpeg would convert it.
    """
    log = directory / "vmaf.json"
    alike = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    graph = (
        f"[0:v]setpts=PTS-STARTPTS,{alike}[a];"
        f"[1:v]setpts=PTS-STARTPTS,format=yuv420p,{alike}[ref];"
        "[a][ref]scale2ref=flags=bicubic[dist][master];"
        f"[dist][master]libvmaf=n_threads=2:log_fmt=json:log_path={log}"
    )
    command = [ffmpeg, "-v", "error", "-i", str(picture_file), "-i", str(film)]
    subprocess.run([*command, "-lavfi", graph, "-f", "null", "-"], check=True)
    scores = sorted(frame["metrics"]["vmaf"] for frame in json.loads(log.read_text())["frames"])
    mean = sum(scores) / len(scores)
    return {"mean": round(mean, 2), "p5": round(scores[len(scores) // 20], 2)}
