"""Processes: started confined, followed, and never left behind."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.transcoding.films import drawn
from transcoding import confinement, runner
from transcoding.allowance import FILM, PROBE, Allowance
from transcoding.runner import Bounds, EncoderFailed, Progress, Stopped, TooMuch

HOUR = 3600
FOREVER = "import os, time; print(os.getpid(), flush=True); time.sleep(3600)"
PR_GET_PDEATHSIG = "import ctypes; n = ctypes.c_int(); ctypes.CDLL(None).prctl(2, ctypes.byref(n))"

# Looked for one by one: a confined child may not list /proc.
OPEN_DESCRIPTORS = """
import os
for number in range(os.sysconf("SC_OPEN_MAX")):
    try:
        os.fstat(number)
    except OSError:
        continue
    print(number)
"""


def bounds(*, seconds: float = HOUR, stop: threading.Event | None = None) -> Bounds:
    return Bounds(stop=stop or threading.Event(), seconds=seconds)


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def python(script: str) -> list[str]:
    """Without the virtual environment, whose files a confined child can't read."""
    return [str(Path(sys.executable).resolve()), "-I", "-S", "-c", script]


def drink(stream: BinaryIO) -> None:
    stream.read()


def run(
    command: Callable[[Sequence[int]], Sequence[str]],
    *,
    outputs: Sequence[runner.Consumer] = (),
    stdout: runner.Consumer = drink,
    progress: Callable[[Progress], None] = lambda _: None,
    limits: Bounds | None = None,
    allowance: Allowance = FILM,
) -> None:
    runner.run(
        command,
        outputs=outputs,
        stdout=stdout,
        progress=progress,
        bounds=limits or bounds(),
        allowance=allowance,
    )


def is_gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    return not Path(f"/proc/{pid}").exists()


class TestOutput:
    def test_each_pipe_has_a_consumer_of_its_own(self) -> None:
        kept: dict[str, bytes] = {}

        def keep(name: str) -> Callable[[BinaryIO], None]:
            return lambda stream: kept.update({name: stream.read()})

        run(
            lambda pipes: shell(
                f"echo out; echo a >/dev/fd/{pipes[0]}; echo b >/dev/fd/{pipes[1]}"
            ),
            outputs=[keep("first"), keep("second")],
            stdout=keep("stdout"),
        )
        assert kept == {"first": b"a\n", "second": b"b\n", "stdout": b"out\n"}

    def test_more_than_a_pipe_holds_is_read_from_all_at_once(self) -> None:
        """An encoder blocks on whichever output is not read."""
        sizes: list[int] = []
        size = 4_000_000
        write = f"import os; [os.write(fd, bytes({size // 40})) for _ in range(40) for fd in FDS]"
        run(
            lambda pipes: python(write.replace("FDS", str([1, *pipes]))),
            outputs=[lambda stream: sizes.append(len(stream.read()))] * 3,
            stdout=lambda stream: sizes.append(len(stream.read())),
        )
        assert sizes == [size] * 4

    def test_capture_gives_standard_output(self) -> None:
        assert runner.capture(shell("printf facts"), bounds=bounds()) == b"facts"

    def test_progress_is_told_as_ffmpeg_tells_it(self) -> None:
        told: list[Progress] = []
        argv = [runner.binaries().ffmpeg, *drawn(frames=48), "-f", "null", "-"]
        flags = ("-loglevel", "error", "-progress", "pipe:2", "-nostats")
        run(lambda _: [*argv, *flags], progress=told.append)
        assert told[-1].frame == 48
        assert told[-1].speed > 0


class TestFailure:
    def test_of_the_encoder_is_raised_with_its_log(self, tmp_path: Path) -> None:
        argv = [runner.binaries().ffmpeg, "-loglevel", "error", "-i", str(tmp_path / "none.mov")]
        with pytest.raises(EncoderFailed, match="No such file or directory") as failure:
            run(lambda _: argv)
        assert failure.value.code > 0
        assert not failure.value.killed
        assert any("none.mov" in line for line in failure.value.log)

    def test_keeps_the_last_lines_only(self) -> None:
        script = "i=0; while [ $i -lt 99 ]; do i=$((i+1)); echo line $i >&2; done; exit 3"
        with pytest.raises(EncoderFailed) as failure:
            run(lambda _: shell(script))
        assert failure.value.code == 3
        assert failure.value.log == [f"line {i}" for i in range(60, 100)]

    def test_progress_is_no_part_of_the_log(self) -> None:
        with pytest.raises(EncoderFailed) as failure:
            run(lambda _: shell("echo frame=1 >&2; echo x = y >&2; exit 1"))
        assert failure.value.log == ["x = y"]

    def test_by_a_signal_is_a_failure(self) -> None:
        with pytest.raises(EncoderFailed) as failure:
            run(lambda _: shell("kill -9 $$"))
        assert (failure.value.code, failure.value.killed) == (-9, True)

    def test_of_a_consumer_is_raised_and_ends_the_encoder(self) -> None:
        pids: list[int] = []

        def refuse(stream: BinaryIO) -> None:
            pids.append(int(stream.readline()))
            raise LookupError("the store is full")

        with pytest.raises(LookupError, match="the store is full"):
            run(lambda _: python(FOREVER), stdout=refuse)
        assert is_gone(pids[0])

    def test_of_one_consumer_ends_the_others(self) -> None:
        ended: list[bytes] = []

        def refuse(stream: BinaryIO) -> None:
            raise LookupError(stream.readline())

        with pytest.raises(LookupError):
            run(
                lambda pipes: python(f"import os; os.write({pipes[0]}, b'x\\n');" + FOREVER),
                outputs=[refuse, lambda stream: ended.append(stream.read())],
            )
        assert ended == [b""]


class TestStop:
    def test_when_the_event_is_set(self) -> None:
        """As a lost lease does: nobody else may find this encoder at work."""
        lost, pids = threading.Event(), []

        def lose(stream: BinaryIO) -> None:
            pids.append(int(stream.readline()))
            lost.set()

        with pytest.raises(Stopped):
            run(lambda _: python(FOREVER), stdout=lose, limits=bounds(stop=lost))
        assert is_gone(pids[0])

    def test_when_the_time_is_up(self) -> None:
        pids: list[int] = []
        with pytest.raises(Stopped):
            run(
                lambda _: shell("echo $$; while :; do :; done"),  # says so well within the time
                stdout=lambda stream: pids.append(int(stream.readline())),
                limits=bounds(seconds=2),
            )
        assert is_gone(pids[0])

    def test_what_ended_in_time_was_not_stopped(self) -> None:
        lost = threading.Event()
        run(lambda _: shell("true"), limits=bounds(stop=lost))
        assert not bounds(stop=lost).over
        lost.set()
        assert bounds(stop=lost).over
        assert bounds(seconds=-1).over


class TestConfinement:
    def test_the_child_has_no_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VOD_SECRET_KEY", "never to be seen")
        assert runner.capture(["/usr/bin/env"], bounds=bounds()) == b""

    def test_the_child_has_nothing_to_read(self) -> None:
        assert runner.capture(["/bin/cat"], bounds=bounds()) == b""

    def test_the_child_inherits_its_own_pipes_alone(self) -> None:
        listed: list[list[str]] = []
        pipes_given: list[int] = []

        def command(pipes: Sequence[int]) -> list[str]:
            pipes_given.extend(pipes)
            return python(OPEN_DESCRIPTORS)

        secret = os.memfd_create("secret", 0)  # inheritable, as one that was forgotten
        try:
            run(
                command,
                outputs=[drink],
                stdout=lambda stream: listed.append(stream.read().decode().split()),
            )
        finally:
            os.close(secret)
        assert set(map(int, listed[0])) == {0, 1, 2, *pipes_given}

    def test_the_child_dies_with_the_worker(self) -> None:
        told = runner.capture(python(PR_GET_PDEATHSIG + "; print(n.value)"), bounds=bounds())
        assert told == b"9\n"

    @pytest.mark.parametrize(
        ("limit", "value"), [("AS", FILM.memory_bytes), ("CORE", 0), ("FSIZE", 0), ("NOFILE", 256)]
    )
    def test_the_child_has_limits(self, limit: str, value: int) -> None:
        told: list[bytes] = []
        script = f"import resource; print(*resource.getrlimit(resource.RLIMIT_{limit}))"
        run(lambda _: python(script), stdout=lambda stream: told.append(stream.read()))
        assert told[0].split() == [str(value).encode()] * 2

    def test_a_probe_has_less_memory(self) -> None:
        script = "import resource; print(*resource.getrlimit(resource.RLIMIT_AS))"
        told = runner.capture(python(script), bounds=bounds())
        assert told.split() == [str(PROBE.memory_bytes).encode()] * 2
        assert PROBE.memory_bytes < FILM.memory_bytes

    def test_a_probe_that_says_too_much_is_ended(self) -> None:
        size = runner.OUTPUT_BYTES + 1
        with pytest.raises(TooMuch):
            runner.capture(python(f"print('x' * {size})"), bounds=bounds())

    @pytest.mark.parametrize(
        ("worked", "end"), [(3600, TooMuch), (0, Stopped)], ids=["at work", "kept waiting"]
    )
    def test_a_child_that_takes_too_long_is_ended(
        self, monkeypatch: pytest.MonkeyPatch, worked: float, end: type[Stopped]
    ) -> None:
        """What it was kept waiting for (the store, a machine that stood still) is not its fault."""
        monkeypatch.setattr(runner, "cpu_seconds", lambda _: worked)
        allowance = Allowance(memory_bytes=FILM.memory_bytes, cpu_seconds=60, seconds=0)
        with pytest.raises(Stopped) as ended:
            run(lambda _: python(FOREVER), allowance=allowance)
        assert type(ended.value) is end

    def test_the_child_makes_no_file(self, tmp_path: Path) -> None:
        if not confinement.version():
            pytest.skip("this kernel has no Landlock")
        with pytest.raises(EncoderFailed):
            run(lambda _: shell(f"echo film > {tmp_path}/film"))
        assert list(tmp_path.iterdir()) == []

    def test_the_child_writes_no_byte_where_the_kernel_has_no_landlock(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(confinement, "version", lambda: 0)
        with pytest.raises(EncoderFailed):
            run(lambda _: shell(f"echo film > {tmp_path}/film"))
        assert (tmp_path / "film").read_bytes() == b""

    def test_the_workers_own_environment_is_hidden(self) -> None:
        """In a process of its own: it can't be undone by what runs after this test."""
        script = (
            "import ctypes; from transcoding import runner; runner.hide_environment();"
            "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        assert done.stdout == "0\n"


def test_nothing_stays_open() -> None:
    def descriptors() -> set[str]:
        return {entry.name for entry in Path("/proc/self/fd").iterdir()}

    threads, before = threading.active_count(), descriptors()
    run(lambda _: shell("true"), outputs=[drink])
    with pytest.raises(EncoderFailed):
        run(lambda _: shell("false"), outputs=[drink])
    assert descriptors() == before
    assert threading.active_count() == threads
