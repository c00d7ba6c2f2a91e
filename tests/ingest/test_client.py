"""The API's client is patient with a server that is away, and discreet about addresses."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from vod.ingest import client
from vod.ingest.client import Client, Unexpected, Unreachable

PROBLEM = b'{"code": "upload_conflict", "detail": "This upload is ready."}'


class Server(HTTPServer):
    """Answers 503 as often as it is told to, and then 200, or a problem."""

    busy = 0
    asked = 0


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.server.asked <= self.server.busy:
            self.answer(503, b"{}")
        elif self.path == "/conflict":
            self.answer(409, PROBLEM, "application/problem+json")
        else:
            self.answer(200, b'{"film": 1}')

    def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAUSES", (0.01, 0.01))


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


@pytest.fixture
def asking(server: Server) -> Iterator[Client]:
    with Client(f"http://127.0.0.1:{server.server_address[1]}") as opened:
        yield opened


def test_a_busy_server_is_asked_again(server: Server, asking: Client) -> None:
    server.busy = 2
    assert asking.get("/film") == {"film": 1}
    assert server.asked == 3


def test_but_not_for_ever(server: Server, asking: Client) -> None:
    server.busy = 99
    with pytest.raises(Unexpected) as refused:
        asking.get("/film")
    assert (refused.value.status, server.asked) == (503, 3)


def test_a_refusal_is_final_and_has_its_code_and_words(server: Server, asking: Client) -> None:
    with pytest.raises(Unexpected) as refused:
        asking.get("/conflict")
    assert server.asked == 1
    assert refused.value.code == "upload_conflict"
    assert refused.value.detail == "This upload is ready."


def test_an_address_is_told_without_its_query(asking: Client) -> None:
    with pytest.raises(Unexpected) as refused:
        asking.get("/conflict?secret=1", status=201)
    assert "/conflict" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_server_that_is_away_is_named() -> None:
    with (
        Client("http://127.0.0.1:9") as asking,
        pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"),
    ):
        asking.get("/film")
