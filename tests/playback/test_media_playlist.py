"""Media playlists: asserted whole for a small film, and as laws for any (RFC 8216bis)."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcoding.schedule import Grid
from vod.playback.manifest import KeyLine, MediaSegment, media


def lines(text: str, tag: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(tag)]


def segments(*seconds: float) -> list[MediaSegment]:
    return [MediaSegment(uri=f"/s/{n}", seconds=length) for n, length in enumerate(seconds)]


def key(first: int) -> KeyLine:
    return KeyLine(first=first, uri=f"/k/{first}", iv=bytes([first]) * 16)


class TestMedia:
    def test_a_small_film(self) -> None:
        text = media(segments(6.006, 6.006, 1.5), init_uri="/init", key_lines=[key(0), key(2)])
        assert text == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:6\n"
            "#EXT-X-TARGETDURATION:6\n"
            "#EXT-X-MEDIA-SEQUENCE:0\n"
            "#EXT-X-PLAYLIST-TYPE:VOD\n"
            '#EXT-X-MAP:URI="/init"\n'
            '#EXT-X-KEY:METHOD=AES-128,URI="/k/0",IV=0x00000000000000000000000000000000\n'
            "#EXTINF:6.00600,\n"
            "/s/0\n"
            "#EXTINF:6.00600,\n"
            "/s/1\n"
            '#EXT-X-KEY:METHOD=AES-128,URI="/k/2",IV=0x02020202020202020202020202020202\n'
            "#EXTINF:1.50000,\n"
            "/s/2\n"
            "#EXT-X-ENDLIST\n"
        )

    def test_a_clear_text_has_neither_key_nor_init_segment(self) -> None:
        assert media(segments(6, 3), init_uri="", key_lines=[]) == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:3\n"
            "#EXT-X-TARGETDURATION:6\n"
            "#EXT-X-MEDIA-SEQUENCE:0\n"
            "#EXT-X-PLAYLIST-TYPE:VOD\n"
            "#EXTINF:6.00000,\n"
            "/s/0\n"
            "#EXTINF:3.00000,\n"
            "/s/1\n"
            "#EXT-X-ENDLIST\n"
        )

    def test_the_init_segment_stands_before_the_first_key_so_it_is_clear(self) -> None:
        text = media(segments(6), init_uri="/init", key_lines=[key(0)])
        assert text.index("#EXT-X-MAP") < text.index("#EXT-X-KEY")

    @given(count=st.integers(1, 60), per_period=st.integers(1, 12))
    def test_a_key_stands_where_its_period_begins(self, count: int, per_period: int) -> None:
        starts = list(range(0, count, per_period))
        text = media(
            segments(*[6.0] * count), init_uri="/init", key_lines=[key(first) for first in starts]
        )
        listed = [n for n in text.splitlines() if n.startswith(("#EXT-X-KEY", "/s/"))]
        following = [after for tag, after in pairwise(listed) if tag.startswith("#EXT-X-KEY")]
        assert following == [f"/s/{first}" for first in starts]

    @given(
        rate=st.sampled_from(
            [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]
        ),
        frames=st.integers(1, 400_000),
    )
    def test_the_segments_are_as_long_as_the_film(self, rate: Fraction, frames: int) -> None:
        """Apple's item 8.1, and closer: each EXTINF is off by half of its last digit at most."""
        grid = Grid(frame_rate=rate, frames=frames)
        ticks = [
            (end - start) * grid.frame_ticks
            for start, end in (grid.segment_range(index) for index in range(grid.segments))
        ]
        shown = media(
            segments(*(tick / grid.timescale for tick in ticks)), init_uri="/i", key_lines=[]
        )
        extinf = [Fraction(line[8:-1]) for line in lines(shown, "#EXTINF:")]
        assert len(extinf) == grid.segments
        assert abs(sum(extinf) - grid.seconds) <= len(extinf) * Fraction(1, 200_000)
        assert abs(sum(extinf) - grid.seconds) < 1 / rate

    @given(st.lists(st.floats(0.02, 20), min_size=1, max_size=50))
    @example([2.5])
    @example([6.5, 4.5])
    def test_no_segment_is_longer_than_the_target_when_rounded(self, seconds: list[float]) -> None:
        """RFC 8216bis §4.4.3.1; a half is rounded up, as clients do."""
        text = media(segments(*seconds), init_uri="/i", key_lines=[])
        [target] = [int(line.split(":")[1]) for line in lines(text, "#EXT-X-TARGETDURATION")]
        rounded = [math.floor(float(line[8:-1]) + 0.5) for line in lines(text, "#EXTINF:")]
        assert max(rounded) <= target
        assert target == max(*rounded, 6)

    def test_pictures_for_seeking(self) -> None:
        """Apple's item 6.8; one key for all of them."""
        text = media(segments(1, 1, 0.5), init_uri="/init", key_lines=[key(0)], i_frames=True)
        assert text == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:6\n"
            "#EXT-X-TARGETDURATION:6\n"
            "#EXT-X-MEDIA-SEQUENCE:0\n"
            "#EXT-X-PLAYLIST-TYPE:VOD\n"
            "#EXT-X-I-FRAMES-ONLY\n"
            '#EXT-X-MAP:URI="/init"\n'
            '#EXT-X-KEY:METHOD=AES-128,URI="/k/0",IV=0x00000000000000000000000000000000\n'
            "#EXTINF:1.00000,\n"
            "/s/0\n"
            "#EXTINF:1.00000,\n"
            "/s/1\n"
            "#EXTINF:0.50000,\n"
            "/s/2\n"
            "#EXT-X-ENDLIST\n"
        )

    @pytest.mark.parametrize(
        ("used", "version"),
        [
            ({}, 3),
            ({"key_lines": [KeyLine(first=0, uri="/k", iv=bytes(16))]}, 3),
            ({"i_frames": True}, 4),
            ({"init_uri": "/i"}, 6),
            ({"init_uri": "/i", "i_frames": True}, 6),
        ],
    )
    def test_the_version_is_the_smallest_that_has_what_is_used(
        self, used: dict[str, Any], version: int
    ) -> None:
        facts: dict[str, Any] = {"init_uri": "", "key_lines": []} | used
        assert lines(media(segments(6), **facts), "#EXT-X-VERSION") == [f"#EXT-X-VERSION:{version}"]

    def test_a_short_film_has_the_target_of_a_long_one(self) -> None:
        """Apple's item 8.2: sound is a little longer than picture, and would round to another."""
        for seconds in (2.49, 2.51):
            text = media(segments(seconds), init_uri="/i", key_lines=[])
            assert lines(text, "#EXT-X-TARGETDURATION") == ["#EXT-X-TARGETDURATION:6"]

    @given(st.lists(st.floats(0.02, 20), min_size=1, max_size=50))
    def test_every_segment_is_listed_once_in_order(self, seconds: list[float]) -> None:
        text = media(segments(*seconds), init_uri="/i", key_lines=[])
        assert [line for line in text.splitlines() if line.startswith("/s/")] == [
            f"/s/{n}" for n in range(len(seconds))
        ]
        assert text.endswith("#EXT-X-ENDLIST\n")
