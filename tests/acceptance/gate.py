"""A door before the store: counts the parts that go through it, and can be held shut."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

PART = re.compile(r"[?&]partNumber=(\d+)")


class Gate:
    """`parts` are the numbers that went through; before number `shut_at` it waits for good."""

    def __init__(self) -> None:
        self.parts: list[int] = []
        self.shut_at = 0
        self.waits = threading.Event()
        self.over = threading.Event()
        self.store = ""
        self.url = ""


@contextmanager
def gate() -> Iterator[Gate]:
    """Open on a port of its own; `store` is to be said before the first part comes."""
    opened = Gate()

    class Door(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            number = int(PART.findall(self.path)[0])
            if number == opened.shut_at:
                opened.waits.set()
                opened.over.wait()
                return
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = dict(self.headers.items())  # the Host is part of what was signed
            url = opened.store + self.path
            answer = httpx.put(url, content=body, headers=headers, trust_env=False, timeout=60)
            opened.parts.append(number)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        opened.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield opened
        finally:
            opened.over.set()
            server.shutdown()
            thread.join()
