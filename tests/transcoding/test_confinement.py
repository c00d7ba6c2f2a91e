"""What a confined program can touch: nothing but itself, libraries, and the port it was given."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from transcoding import confinement, runner
from transcoding.runner import Bounds, EncoderFailed

pytestmark = pytest.mark.skipif(not confinement.version(), reason="this kernel has no Landlock")
CONNECT = "import socket, sys; socket.create_connection(('127.0.0.1', {port}), 5); print('in')"


def run(script: str, *words: str) -> bytes:
    program = str(Path(sys.executable).resolve())
    bounds = Bounds(stop=threading.Event(), seconds=60)
    return runner.capture([program, "-I", "-S", "-c", script, *words], bounds=bounds)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_no_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    script = f"print(open({str(tmp_path / 'secret')!r}).read())"
    with pytest.raises(EncoderFailed, match="Permission denied"):
        run(script)


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", "/"])
def test_nor_any_of_the_system(path: str) -> None:
    with pytest.raises(EncoderFailed, match="Permission denied"):
        run(f"import os; os.listdir({path!r}) if {path!r} == '/' else open({path!r})")


@pytest.mark.skipif(confinement.version() < confinement.TCP_SINCE, reason="no rules for TCP")
class TestNetwork:
    def test_the_port_on_the_command_line_is_reached(self, port: int) -> None:
        assert run(CONNECT.format(port=port), f"http://127.0.0.1:{port}/nonce") == b"in\n"

    def test_no_other(self, port: int) -> None:
        with pytest.raises(EncoderFailed, match="Permission denied"):
            run(CONNECT.format(port=port), f"http://127.0.0.1:{port + 1}/nonce")

    def test_it_does_not_listen(self) -> None:
        with pytest.raises(EncoderFailed, match="Permission denied"):
            run("import socket; socket.create_server(('127.0.0.1', 0))", "http://127.0.0.1:9/x")


@pytest.mark.parametrize(
    ("word", "ports"),
    [
        ("http://127.0.0.1:4711/nonce", {4711}),
        ("http://127.0.0.1:4711", {4711}),
        ("http://127.0.0.1:4711.example.org/", set()),
        ("http://10.0.0.1:80/", set()),
        ("say http://127.0.0.1:4711/", set()),
    ],
)
def test_ports_are_named_by_whole_words(word: str, ports: set[int]) -> None:
    assert confinement.ports_named(["ffmpeg", "-i", word]) == ports
