"""`make lines`: a film of two hours, watched over bad lines, in `var/bench/lines.json`.

The real watch page in the real browser, real packets of the kernel's TCP. Each scene has a viewer
of its own, who has logged in and opened the page before it begins.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.lines.house import LIFE, SEGMENTS, House, opened
from infra.lines.line import Line, laid
from infra.lines.terms import SILENT, Terms
from infra.lines.watching import Watched, Watcher, watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, Any]

RESULT = Path("var/bench/lines.json")
SLOW = Terms(bits_per_second=600_000, delay=0.05)
LOSSY = Terms(loss=0.3, delay=0.025)
HOME = Terms(bits_per_second=4_000_000, delay=0.02)
PLACES = (3600.0, 6900.0, 600.0)  # seconds of a film of 7,200
BEFORE_THE_TUNNEL = 40.0


def main() -> None:
    """Watch every scene, print a table, and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="watched at each place")
    parser.add_argument("--tunnel", type=float, default=240, help="seconds without a packet")
    parser.add_argument("--scenes", default=",".join(SCENES))
    options = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="cinema-lines-"))
    rows: list[Row] = []
    try:
        with opened(directory) as house:
            for scene in options.scenes.split(","):
                found = SCENES[scene](house, directory, options)
                rows += [{"kind": scene} | row for row in found]
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    _keep(rows)


def slow(house: House, directory: Path, options: argparse.Namespace) -> list[Row]:
    """600 kbit/s, 100 ms there and back, with the films from the edge and from the store."""
    rows = []
    for delivery in ("edge", "s3"):
        rows += _slow(house, directory, delivery=delivery, seconds=options.seconds)
    return rows


def _slow(house: House, directory: Path, *, delivery: str, seconds: float) -> list[Row]:
    """From the start, then from places far away."""
    with _seated(house, directory, url=house.urls[delivery]) as (viewer, line):
        line.terms = SLOW
        rows = []
        for place in (0.0, *PLACES):
            begins = viewer.seek(place) if place else viewer.play()
            watched = viewer.watch(seconds, begins=begins)
            rows.append(_row(f"600 kbit/s, {delivery}, from {place:.0f} s", watched))
    return rows


def lossy(house: House, directory: Path, options: argparse.Namespace) -> list[Row]:
    """Of all packets, both ways, 30 % are lost; 50 ms there and back; two congestion controls."""
    rows = []
    for control in ("bbr", "reno"):
        rows += _lossy(house, directory, control=control, seconds=options.seconds)
    return rows


def _lossy(house: House, directory: Path, *, control: str, seconds: float) -> list[Row]:
    with _seated(house, directory, url=house.urls["edge"], control=control) as (viewer, line):
        line.terms = LOSSY
        name = f"30 % loss, {control}"
        try:
            watched = viewer.watch(seconds, begins=viewer.play())
        except TimeoutError as never:
            return [{"scene": name, "failed": str(never), "asked": dict(viewer.asked)}]
    return [_row(name, watched) | {"asked": dict(viewer.asked)}]


def tunnel(house: House, directory: Path, options: argparse.Namespace) -> list[Row]:
    """A good line, then none, then the same again: who watched goes on, with ticket and time."""
    person, seconds = house.viewer(), options.tunnel
    with _seated(house, directory, url=house.urls["edge"], person=person) as (viewer, line):
        line.terms = HOME
        rows = [_row("before a tunnel", viewer.watch(BEFORE_THE_TUNNEL, begins=viewer.play()))]
        before = viewer.asked["log-in"]
        line.terms = SILENT
        inside = viewer.watch(seconds, begins=0.0)
        line.terms = HOME
        back = viewer.goes_on()
        begun = house.watch_period_begun(person)
        rows.append(_row(f"{seconds:.0f} s without a packet", inside))
        rows.append(
            _row("after it", viewer.watch(30.0, begins=back))
            | {
                "log_ins": viewer.asked["log-in"] - before,
                "sessions": viewer.asked["session"],
                "watch_period_begun": begun,
            }
        )
    return rows


def rest(house: House, directory: Path, options: argparse.Namespace) -> list[Row]:
    """Addresses run out while somebody watches, and again while she rests: nobody sees it.

    A day is a minute here. She watches for two, rests for two, and watches for two.
    """
    with _seated(house, directory, url=house.urls["short-lived"]) as (viewer, line):
        line.terms = HOME
        rows = [_row("addresses of a minute", viewer.watch(2 * LIFE, begins=viewer.play()))]
        viewer.pause()
        viewer.page.wait_for_timeout(2 * LIFE * 1000)
        rows.append(_row("after a rest", viewer.watch(2 * LIFE, begins=viewer.play())))
        rows[-1] |= {"sessions": viewer.asked["session"], "refused": viewer.refused}
    return rows


SCENES = {"slow": slow, "lossy": lossy, "tunnel": tunnel, "rest": rest}


@contextmanager
def _seated(
    house: House,
    directory: Path,
    *,
    url: str,
    control: str | None = None,
    person: Any = None,
) -> Iterator[tuple[Watcher, Line]]:
    person = person or house.viewer()
    with laid(congestion_control=control) as line, watcher(line, directory) as viewer:
        viewer.log_in(url, person.email, person.password)
        viewer.open(url, house.screening)
        yield viewer, line


def _row(scene: str, watched: Watched) -> Row:
    row = {"scene": scene, **vars(watched), "stalled": watched.stalled}
    print(json.dumps(row), flush=True)
    return row


def _keep(rows: list[Row]) -> None:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}"
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(RESULT.read_text())["scenes"] if RESULT.exists() else []
    watched = {row["kind"] for row in rows}
    kept = [row for row in known if row["kind"] not in watched]
    result = {"machine": machine, "segments": SEGMENTS, "scenes": kept + rows}
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\n| {'scene':<28} | begins after | stalls | stalled | watched |")
    print(f"|{'-' * 30}|---|---|---|---|")
    for row in rows:
        if "failed" in row:
            print(f"| {row['scene']:<28} | {row['failed']} |||")
            continue
        cells = (f"{row['begins']:.1f} s", str(len(row["stalls"])), f"{row['stalled']:.1f} s")
        print(f"| {row['scene']:<28} | {' | '.join(cells)} | {row['seconds']:.0f} s |")


if __name__ == "__main__":
    main()
