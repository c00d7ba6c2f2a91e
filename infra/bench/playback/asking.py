"""Many requests over a few connections, from one thread that does little else.

The client must cost less than the server: requests are made beforehand as bytes, and of an answer
only its status and its length are read.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

READ_BYTES = 1 << 18


@dataclass(kw_only=True)
class Answers:
    """What came back: seconds of each answer, statuses, and the wall time of all."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bodies: list[bytes] = field(default_factory=list)
    wall: float = 0.0

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall

    def percentile(self, share: float) -> float:
        """Seconds within which that share was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class _Connection:
    """One request under way at a time (RFC 9112); answers must say their length."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.started = 0.0
        self._read = bytearray()
        self._wanted = 0

    def ask(self, request: bytes) -> None:
        self._read.clear()
        self._wanted = 0
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """The status and the body, once all of it is here."""
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            raise ConnectionError("the server hung up")
        self._read += piece
        if not self._wanted:
            end = self._read.find(b"\r\n\r\n")
            if end < 0:
                return None
            self._wanted = end + 4 + _length(bytes(self._read[:end]))
        if len(self._read) < self._wanted:
            return None
        body = bytes(self._read[self._read.index(b"\r\n\r\n") + 4 :])
        return int(self._read[9:12]), body


def ask_all(
    port: int, requests: Iterable[bytes], *, connections: int, keep_bodies: bool = False
) -> Answers:
    """Send everything, one request a connection at a time."""
    waiting = iter(requests)
    answers = Answers()
    with selectors.DefaultSelector() as selector:
        started = time.perf_counter()
        for _ in range(connections):
            _open(selector, port, waiting)
        while selector.get_map():
            for ready, _ in selector.select():
                _take(selector, ready.data, waiting, answers, keep_bodies=keep_bodies)
        answers.wall = time.perf_counter() - started
    return answers


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the line."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"] if method == "POST" else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def _open(selector: selectors.BaseSelector, port: int, waiting: Iterator[bytes]) -> None:
    first = next(waiting, None)
    if first is None:
        return
    connection = _Connection(port)
    selector.register(connection.socket, selectors.EVENT_READ, connection)
    connection.ask(first)


def _take(
    selector: selectors.BaseSelector,
    connection: _Connection,
    waiting: Iterator[bytes],
    answers: Answers,
    *,
    keep_bodies: bool,
) -> None:
    answer = connection.answer()
    if answer is None:
        return
    status, body = answer
    answers.seconds.append(time.perf_counter() - connection.started)
    answers.statuses[status] += 1
    if keep_bodies:
        answers.bodies.append(body)
    following = next(waiting, None)
    if following is None:
        selector.unregister(connection.socket)
        connection.socket.close()
    else:
        connection.ask(following)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    if int(head[9:12]) == 204:  # noqa: PLR2004 - no content
        return 0
    raise ConnectionError(f"an answer without a length: {head[:200]!r}")
