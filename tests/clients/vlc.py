"""VLC without a screen, led by its remote control; what it shows and sounds goes into files."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.processes import free_port
from infra.local.unprivileged import choose_runner
from tests.clients.listening import heard

PROGRAM = shutil.which("vlc")
needed = pytest.mark.skipif(
    PROGRAM is None, reason="no VLC here; Debian: apt-get install vlc-bin vlc-plugin-base"
)
ENTRY = re.compile(r"^\| (-?\d+) - (.*?)( \*)?\r?$", re.MULTILINE)
HEIGHT = 234
FRAME_RATE = 24
PICTURE, FRAME, SIZE = "picture.y4m", b"FRAME\n", re.compile(rb"W(\d+) H(\d+)")
LIGHT = 200  # of a subtitle's letters, in a band that is black otherwise
PROMPT_SECONDS = 0.3


class VLC:
    """One VLC that runs."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", control: socket.socket, at: Path
    ) -> None:
        self.process = process
        self._control = control
        self._at = at

    def ask(self, command: str) -> str:
        """What the remote control says to a command."""
        self._control.sendall(f"{command}\n".encode())
        said, end = b"", time.monotonic() + 5
        while time.monotonic() < end:
            try:
                said += self._control.recv(65536)
            except TimeoutError:
                if said:
                    break
        return said.decode()

    @property
    def seconds(self) -> int:
        """Where in the film it is."""
        found = re.findall(r"^(\d+)\r?$", self.ask("get_time"), re.MULTILINE)
        return int(found[-1]) if found else 0

    def reach(self, seconds: int, *, within: float = 30) -> None:
        """Wait until it is there."""
        end = time.monotonic() + within
        while self.seconds < seconds:
            assert time.monotonic() < end, f"at {self.seconds} s, not at {seconds} s"

    def choose(self, kind: str, name: str) -> None:
        """Take the sound (`atrack`) or subtitle (`strack`) with a name."""
        entries = ENTRY.findall(self.ask(kind))
        number = next((number for number, called, _ in entries if name in called), None)
        assert number is not None, f"no {name} among {entries}"
        self.ask(f"{kind} {number}")

    def counted(self, what: str) -> int:
        """A figure of its statistics."""
        found = re.search(rf"\| {what} +: +(\d+)", self.ask("stats"))
        assert found is not None, f"it does not say how many {what}"
        return int(found[1])

    def last_heard(self, seconds: float = 1.0) -> str:
        """The language of the last sound it put out."""
        data = (self._at / "sound.wav").read_bytes()
        rate, frame = 48_000, 4  # as the film has it: stereo, 16 bit
        tail = data[-int(seconds * rate) * frame :]
        return heard(_left(tail), rate=rate)

    def shows_text(self) -> bool:
        """Whether there is light in the black band of the last picture."""
        film, size = self._film()
        last = film[(len(film) // size - 1) * size :].removeprefix(FRAME)
        width, height = self._size()
        return max(last[width * (height * 4 // 5 + 2) : width * height]) > LIGHT

    def shown(self) -> float:
        """Seconds of film whose pictures it has put out."""
        film, size = self._film()
        return len(film) // size / FRAME_RATE

    def stands_still(self, *, within: float = 45) -> float:
        """The same, once no picture came for three seconds; its clock may go on without any."""
        end, before = time.monotonic() + within, -1.0
        while (now := self.shown()) != before:
            assert time.monotonic() < end, f"it plays on, at {now} s"
            before = now
            time.sleep(3)
        return before

    def _size(self) -> tuple[int, int]:
        with (self._at / PICTURE).open("rb") as film:
            width, height = map(int, SIZE.search(film.readline()).groups())  # type: ignore[union-attr]
        return width, height

    def _film(self) -> tuple[bytes, int]:
        """The pictures put out so far, and the bytes of each."""
        width, height = self._size()
        film = (self._at / PICTURE).read_bytes().partition(b"\n")[2]
        return film, len(FRAME) + width * height + 2 * (-(-width // 2) * -(-height // 2))

    def ended(self, *, within: float) -> int:
        """Its exit code, once the film is over."""
        return self.process.wait(within)


def _left(stereo: bytes) -> bytes:
    return b"".join(stereo[place : place + 2] for place in range(0, len(stereo) - 3, 4))


@contextmanager
def playing(manifest: str, directory: Path) -> Iterator[VLC]:
    """A VLC that plays a manifest's address. It does not run as root: then as nobody."""
    assert PROGRAM is not None
    directory.mkdir()
    runner = choose_runner(data=directory, program=Path(PROGRAM))
    runner.own(directory)
    port = free_port()
    command = [*runner.prefix, PROGRAM, "--intf=oldrc", f"--rc-host=127.0.0.1:{port}"]
    command += ["--rc-fake-tty", "--no-color", "--play-and-exit", "--no-video-title-show"]
    command += [f"--adaptive-maxheight={HEIGHT}", "--vout=yuv", "--yuv-yuv4mpeg2"]
    command += [f"--yuv-file={directory / PICTURE}", "--aout=afile"]
    command += [f"--audiofile-file={directory / 'sound.wav'}", "--audiofile-format=s16", manifest]
    environment = {**os.environ, "HOME": str(directory), "XDG_RUNTIME_DIR": str(directory)}
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            with _connected(port, process) as control:
                yield VLC(process, control, directory)
        finally:
            process.kill()
            process.wait()


def _connected(port: int, process: "subprocess.Popen[bytes]") -> socket.socket:
    end = time.monotonic() + 20
    while True:
        assert process.poll() is None, "VLC ended at once"
        try:
            control = socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            assert time.monotonic() < end, "VLC has no remote control"
            time.sleep(0.1)
        else:
            control.settimeout(PROMPT_SECONDS)
            return control
