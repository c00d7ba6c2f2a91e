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
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

TICKS, PAGE_BYTES = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
SAMPLE_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Processor seconds (user and system), seconds by the clock, MiB held at the peak.

    `disk` is how many bytes of files were held at the peak, by processes that keep scratch there.
    """

    cpu: float
    wall: float
    rss: float
    disk: int = 0

    def to_json(self) -> dict[str, Any]:
        """As kept in the results."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


class Peak:
    """The most memory that the processes of any one session held together.

    Where there are `scratch` directories, also the most bytes that lay in them or in files which
    the processes have open for writing, deleted ones too; but not in their `logs`.
    """

    def __init__(
        self,
        sessions: Collection[int],
        *,
        scratch: Collection[Path] = (),
        logs: Path | None = None,
    ) -> None:
        self.mebibytes = 0.0
        self.disk = 0
        self._sessions = sessions
        self._scratch, self._logs = scratch, logs
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
            files: dict[tuple[int, int], int] = {}
            for pid, fields in _fields(self._sessions):
                held[fields[3]] += _held(pid, resident=int(fields[21]) * PAGE_BYTES)
                files |= _written_by(pid, besides=self._logs) if self._scratch else {}
            for directory in self._scratch:
                files |= _lying_in(directory)
            most = max(held.values(), default=0)
            self.mebibytes = max(self.mebibytes, most / 1024**2)
            self.disk = max(self.disk, sum(files.values()))


def bind(session: int, core: int) -> None:
    """All processes of a session, and what they start, on one core."""
    for pid, _ in _fields({session}):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


def _written_by(pid: str, *, besides: Path | None) -> dict[tuple[int, int], int]:
    """Sizes of regular files that a process has open for writing, by device and inode."""
    found = {}
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                status, at = line.stat(), line.readlink()
                flags = int(Path(f"/proc/{pid}/fdinfo/{line.name}").read_text().split()[3], 8)
                logs = besides is not None and at.is_relative_to(besides)
                if S_ISREG(status.st_mode) and flags & os.O_ACCMODE and not logs:
                    found[status.st_dev, status.st_ino] = status.st_size
    return found


def _lying_in(directory: Path) -> dict[tuple[int, int], int]:
    found = {}
    for path in directory.rglob("*"):
        with suppress(OSError):
            status = path.lstat()
            if S_ISREG(status.st_mode):
                found[status.st_dev, status.st_ino] = status.st_size
    return found


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
