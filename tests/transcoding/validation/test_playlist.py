"""Playlists are read as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.validation.playlist import PlaylistMalformed, number, parse

TEXT = b"""#EXTM3U
#EXT-X-VERSION:6

# a comment
#EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="avc1.64001F,mp4a.40.2",NAME=""
low.m3u8
#EXT-X-ENDLIST
"""


def test_tags_addresses_and_attributes() -> None:
    playlist = parse(TEXT)
    (entry,) = playlist.entries
    assert entry.uri == "low.m3u8"
    tag = entry.tag("EXT-X-STREAM-INF")
    assert tag is not None
    assert tag.attributes == {
        "BANDWIDTH": "1000", "CODECS": "avc1.64001F,mp4a.40.2", "NAME": "",
    }  # fmt: skip
    assert playlist.value("EXT-X-VERSION") == "6"
    assert playlist.has("EXT-X-ENDLIST")
    assert playlist.multivariant
    assert not playlist.has("EXT-X-KEY")


@pytest.mark.parametrize("data", [b"", b"EXTM3U", b"<html>", b"\xff\xfe#EXTM3U", b"#EXTM3U8\n"])
def test_what_is_no_playlist_is_none(data: bytes) -> None:
    with pytest.raises(PlaylistMalformed):
        parse(data)


@pytest.mark.parametrize(
    ("text", "value"),
    [("6", 6), ("6.5", 6.5), ("", None), (None, None), ("x", None), ("inf", None)],
)
def test_numbers(text: str | None, value: float | None) -> None:
    assert number(text) == value


@given(st.text(max_size=400))
def test_whatever_follows_is_taken(text: str) -> None:
    parse(b"#EXTM3U\n" + text.encode(errors="replace"))
