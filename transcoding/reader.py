"""The encoder never sees the store: a server in the worker hands it one master by range.

FFmpeg reads `http://127.0.0.1:PORT/NONCE`. The nonce is good for that one object and as long as
the step lasts; a failing read from the store is taken up again where it stopped. Whoever else on
this machine finds the port gets nothing, and can neither fill the memory nor hold the door: a
request is short, comes soon, and only so many are heard at once; the rest wait in the kernel.
"""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from socket import socket
from types import TracebackType
from typing import Any, Self

from transcoding.storage import StoreUnavailable

Read = Callable[[int, int], Iterator[bytes]]
RETRIES, PAUSE_SECONDS = 6, 1.0
HEAD_BYTES, HEAD_SECONDS = 8192, 5.0  # of one request
MOST_LINES = 16  # FFmpeg needs one at a time, and a second while it seeks
RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


class RangeReader:
    """Serves `size` bytes, got by `read(first, last)`, at `url` while the block lasts.

    `failure` is set when the store gave up in the middle of a read: FFmpeg would take that for the
    end of the file and exit 0.
    """

    def __init__(
        self,
        *,
        size: int,
        read: Read,
        pause_seconds: float = PAUSE_SECONDS,
        head_seconds: float = HEAD_SECONDS,
    ) -> None:
        self.size = size
        self.failure: StoreUnavailable | None = None
        self.closing = threading.Event()
        self._read = read
        self._pause = pause_seconds
        self._head_seconds = head_seconds
        self._nonce = secrets.token_urlsafe(24)
        self._server = _Door(self.closing, self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/{self._nonce}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def chunks(self, first: int, last: int) -> Iterator[bytes]:
        """Bytes `first` to `last` inclusive; reads again from where the store stopped."""
        position, tries = first, 0
        while position <= last:
            failure = StoreUnavailable(f"the body ended before byte {last + 1}")
            try:
                for data in self._read(position, last):
                    position, tries = position + len(data), 0
                    yield data
            except StoreUnavailable as raised:
                failure = raised
            if position <= last:
                tries += 1
                if tries > RETRIES:
                    self.failure = failure
                    raise failure
                self.closing.wait(self._pause * tries)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        reader = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self) -> None:
                """Take in one whole request, then answer it: an encoder may be slow to read."""
                head = _head(self.connection, seconds=reader._head_seconds)
                self.rfile.close()
                self.rfile = BytesIO(head)
                self.connection.settimeout(None)
                with suppress(OSError):
                    self.handle_one_request()

            def do_GET(self) -> None:
                """Answer with the range asked for."""
                if not secrets.compare_digest(self.path.encode(), b"/" + reader._nonce.encode()):
                    self.send_error(404)
                    return
                span = _span(self.headers.get("Range"), reader.size)
                if span is None:
                    self.send_error(416)
                    return
                first, last = span
                self.send_response(206 if "Range" in self.headers else 200)
                self.send_header("Accept-Ranges", "bytes")
                self.send_header("Content-Length", str(last - first + 1))
                self.send_header("Content-Range", f"bytes {first}-{last}/{reader.size}")
                # One answer a line: unless told so, ffprobe asks again on a line that is closed.
                self.send_header("Connection", "close")
                # The encoder went away, or the store did: the line is closed, visibly too early.
                with suppress(StoreUnavailable, OSError):
                    self.end_headers()
                    for data in reader.chunks(first, last):
                        self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Nothing: the nonce would stand in the log."""

        return Handler


class _Door(ThreadingHTTPServer):
    """Hears `MOST_LINES` at once; further ones wait where they cost nothing."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, closing: threading.Event, handler: type[BaseHTTPRequestHandler]) -> None:
        self._closing = closing
        self._free = threading.Semaphore(MOST_LINES)
        super().__init__(("127.0.0.1", 0), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for a free line, unless the step ends first."""
        while not self._free.acquire(timeout=0.1):
            if self._closing.is_set():
                self.shutdown_request(request)
                return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Free the line again, whatever happens on it."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()


def _head(line: socket, *, seconds: float) -> bytes:
    """A request up to its empty line; nothing if it is too long or takes too long."""
    deadline, head = time.monotonic() + seconds, b""
    while b"\r\n\r\n" not in head:
        left = deadline - time.monotonic()
        if left <= 0 or len(head) > HEAD_BYTES:
            return b""
        line.settimeout(left)
        try:
            piece = line.recv(HEAD_BYTES)
        except OSError:
            return b""
        if not piece:
            return b""
        head += piece
    return head


def _span(header: str | None, size: int) -> tuple[int, int] | None:
    """First and last byte of a `Range` header; `None` if it can't be met."""
    if header is None:
        return 0, size - 1
    match = RANGE.match(header)
    if match is None:
        return None
    first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    return (first, last) if first <= last else None
