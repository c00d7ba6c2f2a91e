"""What a tree of processes took: processor time, memory, and by the clock."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

TICKS, PAGE_BYTES = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Processor seconds (user and system), seconds by the clock, MiB held at the peak."""

    cpu: float
    wall: float
    rss: float

    def to_json(self) -> dict[str, Any]:
        """As kept in the results."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


class Peak:
    """The most memory that the processes of any one session held together."""

    def __init__(self, sessions: Collection[int]) -> None:
        self.mebibytes = 0.0
        self._sessions = sessions
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> float:
        """End the watch; the peak in MiB."""
        self._done.set()
        self._thread.join()
        return self.mebibytes

    def _watch(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            held: Counter[str] = Counter()
            for pid, fields in _fields(self._sessions):
                held[fields[3]] += _held(pid, resident=int(fields[21]) * PAGE_BYTES)
            most = max(held.values(), default=0)
            self.mebibytes = max(self.mebibytes, most / 1024**2)


def cpu_seconds(sessions: Collection[int]) -> float:
    """Processor time of sessions so far, with that of children waited for (proc_pid_stat(5))."""
    return sum(sum(map(int, fields[11:15])) for _, fields in _fields(sessions)) / TICKS


def measure(commands: Iterable[list[str]], *, cwd: Path) -> Taken:
    """Run commands one after another."""
    before, started, peak = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), 0.0
    for command in commands:
        with (cwd / "command.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=cwd, stdout=log, stderr=log, start_new_session=True
            )
        watch = Peak({process.pid})
        code = process.wait()
        peak = max(peak, watch.stop())
        if code:
            said = (cwd / "command.log").read_text()[-3000:]
            raise RuntimeError(f"{command}: exit {code}\n{said}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(cpu=cpu, wall=time.monotonic() - started, rss=peak)


def _held(pid: str, *, resident: int) -> int:
    """Bytes of a process, what it shares with others divided among them (proc_pid_smaps(5)).

    A pool's child shares most of its memory with its parent. Whoever may not ask takes all of it.
    """
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return resident


def _fields(sessions: Collection[int]) -> list[tuple[str, list[str]]]:
    """Process ids, with the fields of /proc/PID/stat after the name, from the state on."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) in sessions:
                found.append((path.parent.name, fields))
    return found
