"""The proxy before the store: through, then broken, then through again."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from infra.chaos.faulty_store import FaultyStore
from infra.local.processes import free_port


class Store(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(b"film")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def store() -> Iterator[FaultyStore]:
    with HTTPServer(("127.0.0.1", 0), Store) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with FaultyStore(port=free_port(), target=server.server_address[1]) as store:
                yield store
        finally:
            server.shutdown()
            thread.join()


def get(store: FaultyStore) -> httpx.Response:
    return httpx.get(store.url, trust_env=False, timeout=10)


def test_hands_everything_through(store: FaultyStore) -> None:
    assert get(store).content == b"film"


def test_fails_for_a_while(store: FaultyStore) -> None:
    failing = threading.Thread(target=store.fail, kwargs={"seconds": 1})
    failing.start()
    codes = set()
    while failing.is_alive():
        codes.add(get(store).status_code)
    assert 500 in codes
    assert get(store).content == b"film"


def test_breaks_the_lines_that_are_open(store: FaultyStore) -> None:
    host, port = store.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: store\r\n")
        while not store._lines:
            pass
        store.fail(seconds=0)
        with suppress(ConnectionError):  # broken one way or the other, and at once
            assert line.recv(1) == b""
