"""The range reader: one object at one secret address, whole or visibly not."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.films import ffmpeg, make_film
from transcoding.reader import RETRIES, RangeReader
from transcoding.runner import binaries
from transcoding.storage import StoreUnavailable

FILM = bytes(range(256)) * 40
PIECE = 1000


class Store:
    """Gives a film in pieces; breaks off where it is told to, as often as it is told to."""

    def __init__(self, *, film: bytes = FILM, breaks_at: int = -1, times: int = 0) -> None:
        self.film = film
        self.breaks_at = breaks_at
        self.times = times
        self.asked: list[int] = []

    def read(self, first: int, last: int) -> Iterator[bytes]:
        self.asked.append(first)
        for start in range(first, last + 1, PIECE):
            end = min(start + PIECE, last + 1)
            if self.times and start <= self.breaks_at < end:
                self.times -= 1
                if self.breaks_at > start:
                    yield self.film[start : self.breaks_at]
                self.fail()
                return
            yield self.film[start:end]

    def fail(self) -> None:
        raise StoreUnavailable("connection reset")


class EndingStore(Store):
    """Ends the body early instead of failing, as a proxy does that lost its upstream."""

    def fail(self) -> None:
        pass


def reader_of(store: Store) -> RangeReader:
    return RangeReader(size=len(store.film), read=store.read, pause_seconds=0)


def get(url: str, header: str | None = None) -> httpx.Response:
    headers = {"Range": header} if header else {}
    return httpx.get(url, headers=headers, trust_env=False)


class TestAnswers:
    def test_a_range(self) -> None:
        with reader_of(Store()) as reader:
            answer = get(reader.url, "bytes=1000-2999")
        assert answer.status_code == 206
        assert answer.content == FILM[1000:3000]
        assert answer.headers["Content-Range"] == f"bytes 1000-2999/{len(FILM)}"
        assert answer.headers["Content-Length"] == "2000"

    def test_an_open_range(self) -> None:
        with reader_of(Store()) as reader:
            answer = get(reader.url, "bytes=10000-")
        assert (answer.status_code, answer.content) == (206, FILM[10000:])

    def test_a_range_beyond_the_end_is_cut(self) -> None:
        with reader_of(Store()) as reader:
            answer = get(reader.url, "bytes=10000-99999")
        assert (answer.status_code, answer.content) == (206, FILM[10000:])

    def test_the_whole(self) -> None:
        with reader_of(Store()) as reader:
            answer = get(reader.url)
        assert (answer.status_code, answer.content) == (200, FILM)
        assert answer.headers["Accept-Ranges"] == "bytes"

    def test_one_answer_a_line_and_it_says_so(self) -> None:
        """Ffprobe 8.1 asks on the same line for what it wants next, unless told not to."""
        with reader_of(Store()) as reader:
            assert get(reader.url, "bytes=0-9").headers["Connection"] == "close"

    def test_ffprobe_reads_a_film_to_its_end_and_goes_back(self, tmp_path: Path) -> None:
        film = make_film(tmp_path / "film.mov", frames=480).read_bytes()  # many of its reads
        store = Store(film=film)
        with reader_of(store) as reader:
            argv = [binaries().ffprobe, "-v", "error", "-show_streams", "-of", "json", reader.url]
            told = json.loads(subprocess.run(argv, check=True, capture_output=True).stdout)
        assert told["streams"][0]["pix_fmt"] == "yuv420p"
        assert len(store.asked) > 1

    @pytest.mark.parametrize("header", [f"bytes={len(FILM)}-", "bytes=5-4", "bytes=-5", "pages=1-"])
    def test_a_range_that_cannot_be_met(self, header: str) -> None:
        store = Store()
        with reader_of(store) as reader:
            assert get(reader.url, header).status_code == 416
        assert store.asked == []

    @given(st.integers(0, len(FILM) - 1), st.integers(0, len(FILM) - 1))
    def test_any_range(self, one: int, other: int) -> None:
        first, last = sorted((one, other))
        assert b"".join(reader_of_nothing(Store()).chunks(first, last)) == FILM[first : last + 1]


def reader_of_nothing(store: Store) -> RangeReader:
    """A reader that is read from directly; its port is closed at once."""
    reader = reader_of(store)
    reader._server.server_close()
    return reader


class TestSecrecy:
    @pytest.mark.parametrize("path", ["/", "/favicon.ico", "/{nonce}x", "/{nonce}/", "/../{nonce}"])
    def test_another_path_is_nothing(self, path: str) -> None:
        store = Store()
        with reader_of(store) as reader:
            base, nonce = reader.url.rsplit("/", 1)
            address = urlsplit(base)
            with closing(http.client.HTTPConnection(address.hostname or "", address.port)) as line:
                line.request("GET", path.format(nonce=nonce))
                answer = line.getresponse()
                assert answer.status == 404
                assert FILM[:16] not in answer.read()
        assert store.asked == []

    def test_the_address_is_loopback_and_new_each_time(self) -> None:
        with reader_of(Store()) as one, reader_of(Store()) as other:
            assert urlsplit(one.url).hostname == "127.0.0.1"
            assert len(urlsplit(one.url).path) > 30
            assert urlsplit(one.url).path != urlsplit(other.url).path

    def test_it_is_closed_with_the_step(self) -> None:
        with reader_of(Store()) as reader:
            assert get(reader.url).status_code == 200
        with pytest.raises(httpx.ConnectError):
            get(reader.url)

    def test_it_writes_no_log(self, capfd: pytest.CaptureFixture[str]) -> None:
        with reader_of(Store()) as reader:
            get(reader.url)
            get(reader.url + "x")
        assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", [Store, EndingStore])
class TestFailingStore:
    def test_a_broken_read_is_taken_up_where_it_stopped(self, kind: type[Store]) -> None:
        store = kind(breaks_at=5500, times=RETRIES)
        with reader_of(store) as reader:
            assert get(reader.url, "bytes=100-").content == FILM[100:]
        assert store.asked == [100] + [5500] * RETRIES
        assert reader.failure is None

    def test_retries_are_counted_anew_after_progress(self, kind: type[Store]) -> None:
        store = kind(breaks_at=5500, times=RETRIES)
        with reader_of(store) as reader:
            get(reader.url)
            store.times, store.breaks_at = RETRIES, 6500
            assert get(reader.url).content == FILM
        assert reader.failure is None

    def test_at_last_it_gives_up_and_the_answer_is_visibly_short(self, kind: type[Store]) -> None:
        store = kind(breaks_at=5500, times=RETRIES + 1)
        received: list[bytes] = []
        with (
            reader_of(store) as reader,
            httpx.stream("GET", reader.url, trust_env=False) as answer,
            pytest.raises(httpx.RemoteProtocolError, match="peer closed connection"),
        ):
            received.extend(answer.iter_raw())
        assert b"".join(received) == FILM[:5500]
        assert isinstance(reader.failure, StoreUnavailable)
        assert len(store.asked) == RETRIES + 1

    def test_ffmpeg_may_not_notice_but_the_reader_does(
        self, kind: type[Store], tmp_path: Path
    ) -> None:
        """Why `failure` exists: FFmpeg ends well on half a film."""
        film = make_film(tmp_path / "film.mkv", frames=240).read_bytes()
        store = kind(film=film, breaks_at=len(film) // 2, times=sys.maxsize)
        with reader_of(store) as reader:
            rows = ffmpeg("-i", reader.url, "-map", "0:v", "-f", "framehash", "-").splitlines()
        assert len([row for row in rows if not row.startswith(b"#")]) < 200
        assert reader.failure is not None


def test_closing_ends_the_wait_between_tries() -> None:
    """A stopped step does not wait for a dead store."""
    store = Store(breaks_at=0, times=100)
    reader = RangeReader(size=len(FILM), read=store.read, pause_seconds=3600)
    reader._server.server_close()
    reader.closing.set()
    with pytest.raises(StoreUnavailable):
        list(reader.chunks(0, 10))
    assert len(store.asked) == RETRIES + 1
