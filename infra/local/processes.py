"""Child processes that never outlive the command that started them.

Each child leads a process group of its own, so that stopping it takes its grandchildren (pool
workers, ffmpeg) along, and asks the kernel for SIGKILL when its parent dies, so that a killed
supervisor leaves no service behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 15.0
POLL_SECONDS = 0.05
# Below Linux's ephemeral range (32768 up), where outgoing connections would take our ports.
PORT_RANGE = range(20_000, 32_000)
HIGHEST_PORT = 65_535
TAIL_BYTES = 64 * 1024

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True)


class ProcessDied(Exception):
    """A child exited although nobody asked it to; `code` is negative for a signal."""

    def __init__(self, name: str, code: int, log_tail: str) -> None:
        super().__init__(f"{name} exited with code {code}; the end of its log:\n{log_tail}")
        self.name = name
        self.code = code
        self.log_tail = log_tail


class NotReady(Exception):
    """Something did not become true within the time allowed for it."""


class NoFreePort(Exception):
    """Every port that may be used is taken."""


@dataclass(frozen=True)
class _Command:
    argv: list[str]
    environment: dict[str, str]
    cwd: Path | None
    stop_signal: signal.Signals
    scratch: Path | None


@dataclass(frozen=True)
class _Child:
    name: str
    process: subprocess.Popen[bytes]
    command: _Command


class Supervisor:
    """Starts children, notices when one dies, stops them in reverse order.

    Call `start` from the thread that lives as long as the children should: the kernel's parent
    death signal follows the starting *thread*, not the process.
    """

    def __init__(self, log_directory: Path) -> None:
        self.log_directory = log_directory
        self._children: list[_Child] = []
        self._resources = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(
        self,
        name: str,
        argv: list[str],
        *,
        environment: dict[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        cwd: Path | None = None,
        scratch: Path | None = None,
    ) -> None:
        """Start `argv`, logging to NAME.log; `environment` is added to the inherited one.

        `scratch` becomes its directory for temporary files, empty at every start as a container's.
        """
        if any(child.name == name for child in self._children):
            raise ValueError(f"a process named {name} already runs")
        command = _Command(argv, environment or {}, cwd, stop_signal, scratch)
        self._children.append(self._launch(name, command))

    def group(self, name: str) -> int:
        """Return the process group of a child, which is the number of its first process."""
        return self._child(name).process.pid

    def restart(self, name: str, *, kill: bool = False) -> None:
        """Stop a child, or `kill` all of its group with SIGKILL, and start it again."""
        child = self._child(name)
        if kill:
            os.killpg(child.process.pid, signal.SIGKILL)
        _stop(child)
        self._children[self._children.index(child)] = self._launch(name, child.command)

    def keep(self, resource: contextlib.AbstractContextManager[object]) -> None:
        """Enter `resource` (a lock) now and leave it once every child has stopped."""
        self._resources.enter_context(resource)

    def check(self) -> None:
        """Raise ProcessDied when a child has exited by itself."""
        for child in self._children:
            code = _exit_code(child.process.pid)
            if code is not None:
                raise ProcessDied(child.name, code, self.tail(child.name))

    def tail(self, name: str, lines: int = 25) -> str:
        """Return the last lines of a child's log, empty when there is none."""
        try:
            with self._log(name).open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - TAIL_BYTES))
                text = log.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-lines:])

    def stop(self) -> None:
        """Stop all children, the last started first, and then let go of what `keep` holds."""
        while self._children:
            _stop(self._children[-1])
            self._children.pop()
        self._resources.close()

    def _child(self, name: str) -> _Child:
        return next(child for child in self._children if child.name == name)

    def _launch(self, name: str, command: _Command) -> _Child:
        self.log_directory.mkdir(parents=True, exist_ok=True)
        environment = os.environ | command.environment
        if command.scratch is not None:
            shutil.rmtree(command.scratch, ignore_errors=True)
            command.scratch.mkdir(parents=True)
            environment |= {"TMPDIR": str(command.scratch)}
        with self._log(name).open("ab") as log:
            process = subprocess.Popen(
                command.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=command.cwd,
                start_new_session=True,
                preexec_fn=_die_with_parent(os.getpid()),  # noqa: PLW1509 - one prctl, no locks
            )
        return _Child(name, process, command)

    def _log(self, name: str) -> Path:
        return self.log_directory / f"{name}.log"


def free_port(preferred: int | None = None) -> int:
    """Return a port nobody listens on: `preferred`, the next free one above it, or any.

    Any means a random one, so that stacks starting side by side don't race for the same port.
    """
    if preferred is None:
        candidates = (secrets.choice(PORT_RANGE) for _ in range(500))
    else:
        candidates = (port for port in range(preferred, HIGHEST_PORT + 1))
    for port in candidates:
        if _is_free(port):
            return port
    raise NoFreePort(f"no free port from {preferred or PORT_RANGE.start} upward on {LOOPBACK}")


def wait_until(
    probe: Callable[[], bool], *, seconds: float, what: str, alive: Callable[[], None]
) -> None:
    """Return once `probe` is true; `alive` may raise, which ends the wait early."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not probe():
        alive()
        if time.monotonic() >= deadline:
            message = f"{what}: not within {seconds:g} s"
            raise NotReady(message)
        pause.wait(POLL_SECONDS)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the services do: connections of a stopped run in TIME_WAIT don't make a port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def _die_with_parent(parent: int) -> Callable[[], None]:
    def ask_kernel() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was asked
            os._exit(1)

    return ask_kernel


def _exit_code(pid: int) -> int | None:
    """Tell how a child ended without reaping it: a zombie keeps its group number from reuse."""
    ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if ended is None:
        return None
    return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def _stop(child: _Child) -> None:
    pid = child.process.pid
    if _exit_code(pid) is None:
        os.kill(pid, child.command.stop_signal)
        with contextlib.suppress(NotReady):
            wait_until(
                lambda: _exit_code(pid) is not None,
                seconds=STOP_SECONDS,
                what=f"{child.name} stopped",
                alive=lambda: None,
            )
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    child.process.wait()
