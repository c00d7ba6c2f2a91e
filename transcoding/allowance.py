"""What one process that reads a master may take of the machine."""

import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path

OPEN_FILES = 256
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """Bytes of memory; seconds of processor time, all threads together, and by the clock."""

    memory_bytes: int
    cpu_seconds: float = math.inf
    seconds: float = math.inf


# A probe decodes a few frames; an encoder of 8K holds many, for every thread and every rung.
PROBE = Allowance(memory_bytes=4 * 1024**3, cpu_seconds=60, seconds=300)
FILM = Allowance(memory_bytes=12 * 1024**3)


def limit(memory_bytes: int) -> None:
    """Bind this process, between fork and exec, to limits that the kernel keeps.

    Not processor time: FFmpeg takes SIGXCPU for a polite wish to end and exits 0 or 255.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to pipes alone
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def cpu_seconds(pid: int) -> float:
    """Processor time of all its threads so far (proc_pid_stat(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
