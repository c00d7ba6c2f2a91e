"""What is judged of a server, and what a hostile stream can't make us do."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transcoding.validation.fetching import Answer, Directory, NotFetched, origin_of
from transcoding.validation.playlist import parse
from transcoding.validation.reading import Unreadable
from transcoding.validation.report import Verdict, judge, validate
from transcoding.validation.stream import Delivery, Stream

pytestmark = pytest.mark.django_db
LIST = parse(b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n")
URL = "https://films.example.org/play/x/low.m3u8"


def judged(*deliveries: Delivery) -> dict[str, Verdict]:
    """Of the rules of delivery alone."""
    stream = Stream("https://films.example.org/", True, LIST, deliveries=list(deliveries))  # noqa: FBT003
    items = {"8.18", "10.1", "11.1", "12.4", "§6.2.3"}
    return {j.rule.item: j.verdict for j in judge(stream).judged if j.rule.item in items}


def given_as(what: str, url: str = URL, **headers: str) -> Delivery:
    return Delivery(what, url, Answer(b"", {k.replace("_", "-"): v for k, v in headers.items()}))


class TestRules:
    def test_a_good_server_breaks_none(self) -> None:
        seen = judged(
            given_as("playlist", content_encoding="gzip"),
            given_as("key", cache_control="no-store"),
            given_as("segment", "https://store.example.org/a.m4s?X-Amz-Signature=1"),
        )
        assert set(seen.values()) == {Verdict.OK}

    def test_a_redirect(self) -> None:
        moved = Delivery("segment", URL, Answer(b"", redirect="https://else.example.org/"))
        assert judged(moved)["8.18"] == Verdict.FAIL

    @pytest.mark.parametrize(
        ("headers", "verdict"),
        [
            ({}, Verdict.FAIL),
            ({"content_length": "5000"}, Verdict.FAIL),
            ({"content_length": "300"}, Verdict.NOTHING),
            ({"content_encoding": "gzip", "content_length": "300"}, Verdict.OK),
        ],
    )
    def test_a_playlist_that_is_not_compressed(
        self, headers: dict[str, str], verdict: Verdict
    ) -> None:
        assert judged(given_as("playlist", **headers))["10.1"] == verdict

    @pytest.mark.parametrize(
        ("url", "verdict"),
        [
            ("http://films.example.org/a", Verdict.FAIL),
            ("http://127.0.0.1:8000/a", Verdict.OK),
            ("http://[::1]:8000/a", Verdict.OK),
            ("http://localhost/a", Verdict.OK),
            ("http://127.0.0.1.example.org/a", Verdict.FAIL),
        ],
    )
    def test_no_tls(self, url: str, verdict: Verdict) -> None:
        assert judged(given_as("init", url))["11.1"] == verdict

    def test_an_address_that_is_the_same_for_everybody(self) -> None:
        assert judged(given_as("segment", "https://a.example.org/7.m4s"))["12.4"] == Verdict.FAIL

    @pytest.mark.parametrize(
        ("path", "verdict"),
        [
            ("a" * 43 + "/7.m4s", Verdict.OK),
            ("1790000000/" + "a" * 22 + "/7.m4s", Verdict.OK),
            ("a" * 22 + "/" + "b" * 22 + ".m4s", Verdict.FAIL),
            ("films/" + "b" * 43 + ".m4s", Verdict.FAIL),
            ("1790000000/7.m4s", Verdict.FAIL),
        ],
    )
    def test_a_token_in_the_path_is_no_random_name(self, path: str, verdict: Verdict) -> None:
        assert judged(given_as("segment", f"https://a.example.org/{path}"))["12.4"] == verdict

    def test_a_key_that_caches_keep(self) -> None:
        assert judged(given_as("key", cache_control="max-age=60"))["§6.2.3"] == Verdict.FAIL


class Server(SimpleHTTPRequestHandler):
    """Gives files as they are, playlists compressed, and one of them elsewhere."""

    def do_GET(self) -> None:
        if self.path == "/moved.m3u8":
            self.send_response(302)
            self.send_header("Location", "/main.m3u8")
            self.end_headers()
            return
        path = Path(self.directory) / self.path.lstrip("/").partition("?")[0]
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        if path.suffix == ".m3u8":
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        if path.suffix == ".key":
            self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(directory: Path) -> Iterator[str]:
    handler = partial(Server, directory=str(directory))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_stream_is_judged_over_http(good: Path) -> None:
    with served(good) as url:
        report = validate(f"{url}/main.m3u8")
    failed = {judged.rule.item for judged in report.judged if judged.verdict is Verdict.FAIL}
    assert failed == {"12.4"}  # a plain directory has the same addresses for everybody


def test_a_redirected_playlist_is_not_followed(good: Path) -> None:
    with served(good) as url, pytest.raises(Unreadable, match="does not begin"):
        validate(f"{url}/moved.m3u8")


def test_what_is_missing_on_a_server_is_told(copy: Path) -> None:
    (copy / "low.m3u8").unlink()
    with served(copy) as url:
        report = validate(f"{url}/main.m3u8")
    (readable,) = [judged for judged in report.judged if judged.rule.item == "§3"]
    assert "404" in readable.measured


class TestConfined:
    @pytest.fixture
    def canary(self, tmp_path: Path) -> Path:
        path = tmp_path / "canary"
        path.write_text("canary")
        (tmp_path / "inside").mkdir()
        return path

    @pytest.mark.parametrize(
        "address",
        ["../canary", "/../canary", "%2e%2e/canary", "a/../../canary", "file:///etc/passwd",
         "http://127.0.0.1:9/", "//127.0.0.1/x", "\0"],
    )  # fmt: skip
    def test_a_directory_is_not_left(self, canary: Path, address: str) -> None:
        directory = Directory(canary.parent / "inside")
        with pytest.raises(NotFetched):
            directory.fetch(directory.join("main.m3u8", address))

    def test_nor_by_a_link(self, canary: Path) -> None:
        (canary.parent / "inside" / "link").symlink_to(canary)
        with pytest.raises(NotFetched, match="outside"):
            Directory(canary.parent / "inside").fetch("link")

    @pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a/", "data:,x", "http://"])
    def test_the_web_is_http_alone(self, address: str) -> None:
        with origin_of("http://127.0.0.1:9/main.m3u8") as (web, base), pytest.raises(NotFetched):
            web.fetch(web.join(base, address))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_broken_there_is_a_verdict(copy: Path, data: st.DataObject) -> None:
    """Bytes turned over, cut off, or put in, in any file."""
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    before = path.read_bytes()
    body = bytearray(before)
    at = data.draw(st.integers(0, len(body) - 1))
    act = data.draw(st.sampled_from(["flip", "cut", "insert"]))
    if act == "flip":
        body[at] ^= data.draw(st.integers(1, 255))
    elif act == "cut":
        del body[at:]
    else:
        body[at:at] = data.draw(st.binary(max_size=40))
    path.write_bytes(body)
    try:
        assert validate(str(copy / "main.m3u8")).judged
    except Unreadable:
        assert path.name == "main.m3u8"
    finally:
        path.write_bytes(before)
