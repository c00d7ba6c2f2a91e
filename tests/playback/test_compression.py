"""Playlists are given compressed to whoever takes it (RFC 9110 §12.5.3)."""

import gzip

import pytest
from django.test import RequestFactory

from vod.playback.compression import compressed, takes_gzip

TEXT = "#EXTM3U\n" + "放映\n" * 500


def test_a_client_that_takes_gzip() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, deflate, br"})
    answer = compressed(request, TEXT, content_type="text/plain")
    assert gzip.decompress(answer.content).decode() == TEXT
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Vary"] == "Accept-Encoding"


def test_a_client_that_does_not() -> None:
    answer = compressed(RequestFactory().get("/"), TEXT, content_type="text/plain")
    assert answer.content.decode() == TEXT
    assert "Content-Encoding" not in answer
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("br, x-gzip", True),
    ],
)
def test_what_is_accepted(accepted: str, *, takes: bool) -> None:
    assert takes_gzip(accepted) is takes
