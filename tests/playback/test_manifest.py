"""Playlist text: asserted whole for a small film, and as laws for any (RFC 8216bis)."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcoding.schedule import Grid
from vod.playback.manifest import KeyLine, MediaSegment, Rendition, media, multivariant

PICTURE = Rendition(
    uri="/play/T/360.m3u8",
    kind="video",
    role="main",
    language="",
    codecs="avc1.64001e",
    width=640,
    height=360,
    frame_rate=24000 / 1001,
    channels=0,
    peak_bandwidth=700_000,
    average_bandwidth=500_000,
)
SOUND = replace(
    PICTURE,
    uri="/play/T/sound.m3u8",
    kind="audio",
    codecs="mp4a.40.2",
    channels=2,
    peak_bandwidth=140_000,
    average_bandwidth=130_000,
)
TEXT = replace(
    PICTURE, uri="/play/T/text.m3u8", kind="subtitle", role="subtitles", language="zh-Hans"
)


def rung(height: int, peak: int) -> Rendition:
    uri, width = f"/play/T/{height}.m3u8", height * 16 // 9
    return replace(PICTURE, uri=uri, height=height, width=width, peak_bandwidth=peak)


def lines(text: str, tag: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(tag)]


class TestMultivariant:
    def test_a_small_film(self) -> None:
        assert multivariant([PICTURE, SOUND, TEXT]) == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:6\n"
            "#EXT-X-INDEPENDENT-SEGMENTS\n"
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Original",DEFAULT=YES,AUTOSELECT=YES,'
            'CHANNELS="2",URI="/play/T/sound.m3u8"\n'
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="简体中文",LANGUAGE="zh-Hans",'
            'DEFAULT=NO,AUTOSELECT=YES,URI="/play/T/text.m3u8"\n'
            "#EXT-X-STREAM-INF:BANDWIDTH=840000,AVERAGE-BANDWIDTH=630000,"
            'CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=23.976,'
            'CLOSED-CAPTIONS=NONE,AUDIO="sound",SUBTITLES="text"\n'
            "/play/T/360.m3u8\n"
        )

    def test_a_silent_film(self) -> None:
        assert multivariant([PICTURE]) == (
            "#EXTM3U\n"
            "#EXT-X-VERSION:6\n"
            "#EXT-X-INDEPENDENT-SEGMENTS\n"
            '#EXT-X-STREAM-INF:BANDWIDTH=700000,AVERAGE-BANDWIDTH=500000,CODECS="avc1.64001e",'
            "RESOLUTION=640x360,FRAME-RATE=23.976,CLOSED-CAPTIONS=NONE\n"
            "/play/T/360.m3u8\n"
        )

    @pytest.mark.parametrize("reverse", [True, False])
    def test_the_rung_near_two_megabits_stands_first_the_others_rise(
        self, *, reverse: bool
    ) -> None:
        """Apple's item 1.32: players start with the first."""
        peaks = {234: 145_000, 432: 730_000, 540: 2_100_000, 720: 4_500_000, 1080: 7_800_000}
        rungs = [rung(height, peak) for height, peak in peaks.items()]
        text = multivariant([*(reversed(rungs) if reverse else rungs), SOUND])
        order = [line.split("/")[-1] for line in text.splitlines() if line.startswith("/")]
        assert order == ["540.m3u8", "234.m3u8", "432.m3u8", "720.m3u8", "1080.m3u8"]

    def test_the_bandwidth_is_the_largest_sum_with_a_sound(self) -> None:
        loud = replace(SOUND, peak_bandwidth=400_000, average_bandwidth=390_000)
        [line] = lines(multivariant([PICTURE, SOUND, loud]), "#EXT-X-STREAM-INF")
        assert "BANDWIDTH=1100000,AVERAGE-BANDWIDTH=890000," in line

    def test_each_codec_is_named_once(self) -> None:
        other = replace(SOUND, language="en", codecs="ec-3")
        [line] = lines(multivariant([PICTURE, SOUND, SOUND, other]), "#EXT-X-STREAM-INF")
        assert 'CODECS="avc1.64001e,mp4a.40.2,ec-3"' in line

    def test_only_the_first_sound_is_the_default(self) -> None:
        text = multivariant([PICTURE, SOUND, replace(SOUND, language="en")])
        defaults = [",DEFAULT=YES," in line for line in lines(text, "#EXT-X-MEDIA:TYPE=AUDIO")]
        assert defaults == [True, False]

    @pytest.mark.parametrize(
        ("language", "name"),
        [
            ("zh-Hans", "简体中文"),
            ("zh-Hant", "繁體中文"),
            ("zh", "中文"),
            ("en", "English"),
            ("bo", "bo"),
        ],
    )
    def test_a_language_is_named_in_itself(self, language: str, name: str) -> None:
        text = multivariant([PICTURE, replace(TEXT, language=language)])
        [line] = lines(text, "#EXT-X-MEDIA")
        assert f'NAME="{name}",LANGUAGE="{language}"' in line

    @pytest.mark.parametrize("language", ["", "und"])
    def test_an_unknown_language_is_not_claimed(self, language: str) -> None:
        [line] = lines(multivariant([PICTURE, replace(SOUND, language=language)]), "#EXT-X-MEDIA")
        assert 'NAME="Original"' in line
        assert "LANGUAGE" not in line

    def test_captions_are_marked_for_those_who_do_not_hear(self) -> None:
        """Apple's items 4.5 and 4.6."""
        text = multivariant([PICTURE, replace(TEXT, role="captions"), TEXT])
        marked = [
            'CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,'
            'public.accessibility.describes-music-and-sound"' in line
            for line in lines(text, "#EXT-X-MEDIA")
        ]
        assert marked == [True, False]

    def test_names_are_unique_in_their_group(self) -> None:
        """RFC 8216bis §4.4.6.1.1: of tracks that share a name a player may show one only."""
        captions = replace(TEXT, role="captions")
        text = multivariant([PICTURE, TEXT, captions, TEXT, replace(TEXT, language="en")])
        names = [line.split('NAME="')[1].split('"')[0] for line in lines(text, "#EXT-X-MEDIA")]
        assert names == ["简体中文", "简体中文 (CC)", "简体中文 2", "English"]


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
            "#EXT-X-VERSION:6\n"
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
        assert target == max(*rounded, 1)

    @given(st.lists(st.floats(0.02, 20), min_size=1, max_size=50))
    def test_every_segment_is_listed_once_in_order(self, seconds: list[float]) -> None:
        text = media(segments(*seconds), init_uri="/i", key_lines=[])
        assert [line for line in text.splitlines() if line.startswith("/s/")] == [
            f"/s/{n}" for n in range(len(seconds))
        ]
        assert text.endswith("#EXT-X-ENDLIST\n")
