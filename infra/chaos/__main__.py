"""Break things at seeded random instants until enough was broken, then look at what is left.

Each fault counts only if a step was leased at that instant. Recovery is the time from the
fault until the next step was completed, by anybody; the length of a fault that lasts is part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from infra.chaos.faults import FAULTS, Idle
from infra.chaos.world import World, make_master, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

console = Console(highlight=False, soft_wrap=True)
PATIENCE_SECONDS = 240.0
QUEUE_SECONDS = 90.0
RESULT = Path("var/bench/chaos.json")


class NoRecovery(Exception):
    """Nothing was completed for too long."""


@dataclass
class Run:
    """The films that were sent, and each fault with the seconds until recovery."""

    world: World
    random: random.Random
    films: list[str] = field(default_factory=list)
    recoveries: list[tuple[str, float]] = field(default_factory=list)

    def undisturbed(self, film: Path) -> None:
        """A film to compare the others with."""
        master = self.world.upload(film)
        self.films.append(master)
        _until(lambda: self._over(master), what="the undisturbed film")

    def disturbed(self, film: Path, *, faults: int) -> None:
        """Films one after another, until there were so many faults."""
        kinds = self._kinds()
        while len(self.recoveries) < faults:
            master = self.world.upload(film)
            self.films.append(master)
            while not self._over(master):
                time.sleep(self.random.uniform(0.2, 2.5))
                if len(self.recoveries) < faults and self.world.leased() > 0:
                    self._strike(next(kinds))

    def _kinds(self) -> Iterator[str]:
        """Every kind equally often, in an order of its own each time."""
        while True:
            yield from self.random.sample(sorted(FAULTS), len(FAULTS))

    def _strike(self, kind: str) -> None:
        before, started = self.world.done(), time.monotonic()
        try:
            FAULTS[kind](self.world, self.random)
        except Idle:
            return
        _until(lambda: self.world.done() > max(before, 0), what=f"recovery from: {kind}")
        seconds = time.monotonic() - started
        self.recoveries.append((kind, seconds))
        console.print(f"{len(self.recoveries):>3}  {kind:<32} {seconds:5.1f} s")

    def _over(self, master: str) -> bool:
        return self.world.state(master) in {"ready", "failed"}


def main() -> int:
    """Do it, print the table, keep the figures; 1 if anything was lost, doubled or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=28)
    parser.add_argument("--seconds", type=float, default=60, help="length of each film")
    parser.add_argument("--height", type=int, default=540)
    parser.add_argument("--step-seconds", type=int, default=90, help="the longest a step may take")
    parser.add_argument("--result", type=Path, default=RESULT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cinema-chaos-") as name:
        figures = _run(Path(name), options)
    options.result.parent.mkdir(parents=True, exist_ok=True)
    options.result.write_text(json.dumps(figures, indent=2))
    console.print(f"Kept in {options.result}.")
    return 1 if figures["lost"] or figures["doubled"] or figures["left_behind"] else 0


def _run(directory: Path, options: argparse.Namespace) -> dict[str, Any]:
    film = make_master(directory / "film.mp4", seconds=options.seconds, height=options.height)
    started = time.monotonic()
    with running(directory / "platform", step_seconds=options.step_seconds) as world:
        run = Run(world=world, random=random.Random(options.seed))  # noqa: S311 - to be repeated
        run.undisturbed(film)
        run.disturbed(film, faults=options.faults)
        _until(lambda: world.unfinished() == 0, what="the last sweep")
        found = json.loads(world.platform.python("-m", "infra.chaos.evidence"))
        running_still = [*_settled(world), *world.strays()]
    left = [*found["left_behind"], *running_still, *world.temporary(), *world.orphans()]
    lost = _lost(found["films"], run.films)
    for words in (*lost, *found["doubled"], *left):
        console.print(f"[red]wrong:[/red] {words}")
    seconds = [took for _, took in run.recoveries]
    _print(run)
    return {
        "seed": options.seed,
        "faults": len(seconds),
        "films": len(run.films),
        "lost": len(lost),
        "doubled": len(found["doubled"]),
        "left_behind": len(left),
        "recovery_median_s": round(median(seconds), 1),
        "recovery_p95_s": round(quantiles(seconds, n=20)[-1], 1),
        "seconds": round(time.monotonic() - started),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}",
        "by_kind": _by_kind(run),
    }


def _settled(world: World) -> list[str]:
    """What is still in the queue when a restored message had time to be done."""
    deadline = time.monotonic() + QUEUE_SECONDS
    while (queued := world.queued()) and time.monotonic() < deadline:
        time.sleep(1)
    return queued


def _lost(films: dict[str, Any], sent: list[str]) -> list[str]:
    """Films that are not byte for byte what the first, undisturbed one is."""
    wanted = films[sent[0]]
    wrong = [] if wanted["tracks"] else [f"the undisturbed film is {wanted['state']}"]
    wrong += [f"film {master} breaks {what}" for master in sent for what in films[master]["broken"]]
    for master in sent[1:]:
        if films[master]["state"] != "ready":
            wrong.append(f"film {master} is {films[master]['state']}")
        elif films[master]["tracks"] != wanted["tracks"]:
            wrong.append(f"film {master} has {films[master]['tracks']}, not {wanted['tracks']}")
    return wrong


def _by_kind(run: Run) -> dict[str, list[float]]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for kind, seconds in run.recoveries:
        kinds[kind].append(round(seconds, 1))
    return dict(kinds)


def _print(run: Run) -> None:
    table = Table("fault", "times", "median recovery", "longest", title="Chaos")
    for kind, seconds in sorted(_by_kind(run).items()):
        table.add_row(kind, str(len(seconds)), f"{median(seconds):.1f} s", f"{max(seconds):.1f} s")
    console.print(table)


def _until(condition: Callable[[], bool], *, what: str, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise NoRecovery(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
