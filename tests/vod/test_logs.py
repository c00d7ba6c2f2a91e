"""What must not stand in a log does not."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory

from vod import logs

TOKEN = "s3cr3t-Token_of-a-session"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Standard error as our handler writes it, configured as in a process of ours."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(logs.configuration(level="INFO"))
    yield stream
    root.handlers[:], root.level = before


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_these_are_our_settings() -> None:
    assert logs.configuration(level="INFO") == settings.LOGGING


def test_a_line_is_one_json_object(written: io.StringIO) -> None:
    logging.getLogger("vod").info("a film\nand %s", "another")
    [line] = lines(written)
    assert (line["message"], line["levelname"]) == ("a film\nand another", "INFO")


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"Internal Server Error: /play/{TOKEN}/key/1/0", ()),
        ("Internal Server Error: %s", (f"/play/{TOKEN}/key/1/0",)),
        ('"GET /play/%s/master.m3u8 HTTP/1.1" 200', (TOKEN,)),
        (f"https://cinema.example.org/play/{TOKEN}", ()),
        (f"/play/{TOKEN}/a and /play/{TOKEN}/b", ()),
        ("%(path)s", ({"path": f"/play/{TOKEN}/heartbeat"},)),
    ],
)
def test_nothing_after_play_is_written(
    written: io.StringIO, message: str, arguments: tuple[Any, ...]
) -> None:
    logging.getLogger("django.request").error(message, *arguments)
    [line] = lines(written)
    assert "/play/…" in line["message"]
    assert TOKEN not in written.getvalue()
    assert "/0" not in line["message"]


def test_nor_in_the_text_of_an_exception(written: io.StringIO) -> None:
    try:
        int(f"/play/{TOKEN}/master.m3u8")
    except ValueError:
        logging.getLogger("vod").exception("broken")
    [line] = lines(written)
    assert line["exc_info"].startswith("Traceback")
    assert "ValueError: invalid literal for int() with base 10: '/play/…'" in line["exc_info"]
    assert TOKEN not in written.getvalue()


def test_nor_in_what_a_record_carries_besides(written: io.StringIO) -> None:
    """Django attaches the request, whose `repr` is its path."""
    request = RequestFactory().get(f"/play/{TOKEN}/heartbeat", REMOTE_ADDR="192.0.2.7")
    extra = {"request": request, "status_code": 500, "server_time": "now"}
    logging.getLogger("django.request").error("Internal Server Error", extra=extra)
    [line] = lines(written)
    assert line["status_code"] == 500
    assert not {"request", "server_time"} & set(line)
    assert TOKEN not in written.getvalue()
    assert "192.0.2.7" not in written.getvalue()


@pytest.mark.parametrize(
    "path", ["/invitations/", "/api/v1/invitations/", "/x/confirm-email/", "/unsubscribe/"]
)
def test_nor_the_token_of_a_link(written: io.StringIO, path: str) -> None:
    logging.getLogger("django.request").error("Internal Server Error: %s%s/", path, TOKEN)
    assert lines(written)[0]["message"] == f"Internal Server Error: {path}…"


def test_other_paths_stay(written: io.StringIO) -> None:
    logging.getLogger("vod").info("/api/v1/films/a/ and /player/ stay")
    assert lines(written)[0]["message"] == "/api/v1/films/a/ and /player/ stay"


def test_refusals_are_not_written(written: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Forbidden: %s", "/api/v1/screenings/x/playback/")
    assert written.getvalue() == ""


def test_what_we_ask_of_others_is_not_written_down(written: io.StringIO) -> None:
    """An address that was signed is a secret, and httpx would write it at INFO."""
    logging.getLogger("httpx").info("HTTP Request: PUT http://store/film?X-Amz-Signature=1")
    assert written.getvalue() == ""
