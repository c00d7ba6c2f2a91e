"""From measurements to the figures that are promised, and to tables in Markdown."""

from __future__ import annotations

from math import log
from statistics import linear_regression, median
from typing import Any

Kept = dict[str, dict[str, Any]]
LENGTHS = (15, 30, 60, 120)
WHO = {
    "ours": "our whole job, two workers, without quality control",
    "ours-qc": "our whole job, two workers",
    "bare": "one bare FFmpeg process",
    "one-each": "one FFmpeg process a rung, one after another",
    "shaka": "shaka-streamer",
}


def middle(kept: Kept, name: str, what: str) -> float:
    """The median of a figure over the rounds."""
    return float(median(value[what] for key, value in kept.items() if _round_of(key) == name))


def _round_of(key: str) -> str:
    name, _, number = key.rpartition("-")
    return name if number.isdecimal() else ""


def _bits(kept: Kept, name: str) -> int:
    return int(sum(kept[f"{name}-1"]["bytes"].values()))


def summary(kept: Kept, *, seconds: float) -> dict[str, Any]:
    """The result by the names that issue and documents use."""
    heights = [key.rpartition("-")[2] for key in kept if key.startswith("vmaf-ours-")]
    deltas = [
        kept[f"vmaf-ours-{height}"]["mean"] - kept[f"vmaf-shaka-{height}"]["mean"]
        for height in heights
    ]
    plain, whole = (middle(kept, who, "cpu") for who in ("ours", "ours-qc"))
    bare = middle(kept, "bare", "cpu")
    lengths = [kept[f"length-{length}"]["wall"] for length in LENGTHS]
    slope = linear_regression([log(length) for length in LENGTHS], [log(w) for w in lengths]).slope
    return {
        "film_seconds": seconds,
        "cpu_vs_bare": round(plain / bare, 3),
        "cpu_vs_bare_with_qc": round(whole / bare, 3),
        "wall_vs_bare": round(middle(kept, "ours-qc", "wall") / middle(kept, "bare", "wall"), 3),
        "wall_vs_shaka_streamer": round(
            middle(kept, "ours-qc", "wall") / middle(kept, "shaka", "wall"), 3
        ),
        "bits_vs_shaka_streamer": round(_bits(kept, "ours") / _bits(kept, "shaka"), 3),
        "vmaf_delta_vs_shaka_streamer_min": round(min(deltas), 2),
        "speedup_2_workers": round(
            middle(kept, "one-worker", "wall") / middle(kept, "two-workers", "wall"), 3
        ),
        "peak_rss_mb": round(max(kept[key]["rss"] for key in kept if _round_of(key) == "ours-qc")),
        "local_disk_bytes": max(kept[key]["disk"] for key in kept if _round_of(key) == "ours-qc"),
        "growth_exponent": round(slope, 3),
    }


def tables(kept: Kept, result: dict[str, Any]) -> str:
    """Markdown."""
    film = f"{result['film_seconds']:g} s of 1080p24 ProRes HQ, medians of three rounds"
    lines = [
        f"{result['machine']}; {film}",
        "",
        "| | CPU s | wall s | peak MiB | MB of picture |",
        "|---|---|---|---|---|",
    ]
    for name, words in WHO.items():
        cpu, wall, rss = (middle(kept, name, what) for what in ("cpu", "wall", "rss"))
        size = _bits(kept, name.removesuffix("-qc")) / 1e6
        lines.append(f"| {words} | {cpu:.1f} | {wall:.1f} | {rss:.0f} | {size:.2f} |")
    services = middle(kept, "ours-qc", "services_cpu")
    lines += [
        "",
        f"Web, database, store, broker and the packaging worker took {services:.1f} CPU s beside.",
        "",
        "| rung | our kB | VMAF mean | p5 | shaka-streamer's kB | VMAF mean | p5 |",
        "|---|---|---|---|---|---|---|",
    ]
    for height in sorted(kept["ours-1"]["bytes"], key=int):
        cells = [height]
        for who in ("ours", "shaka"):
            scores = kept[f"vmaf-{who}-{height}"]
            size = kept[f"{who}-1"]["bytes"][height] / 1000
            cells += [f"{size:.0f}", str(scores["mean"]), str(scores["p5"])]
        lines.append(f"| {' | '.join(cells)} |")
    asked = sum(kept["ours-1"]["bytes"].values()) / sum(kept["shaka-1"]["bytes"].values())
    lines += ["", f"shaka-streamer was asked for {asked:.2f} of the bits that it took."]
    lines += [
        "",
        "| 540p, each worker on a core of its own | wall s | CPU s |",
        "|---|---|---|",
    ]
    for name, words in (("one-worker", "one worker"), ("two-workers", "two workers")):
        wall, cpu = (middle(kept, name, what) for what in ("wall", "cpu"))
        lines.append(f"| {words} | {wall:.1f} | {cpu:.1f} |")
    lines += ["", "| film of 540p, s | wall s | CPU s | peak MiB |", "|---|---|---|---|"]
    for length in LENGTHS:
        row = kept[f"length-{length}"]
        lines.append(f"| {length} | {row['wall']:.1f} | {row['cpu']:.1f} | {row['rss']:.0f} |")
    lines += ["", "| figure | |", "|---|---|"]
    lines += [f"| `{name}` | {value} |" for name, value in result.items() if name != "machine"]
    return "\n".join(lines)
