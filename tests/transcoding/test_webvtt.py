"""Subtitles: any WebVTT that people hand in, cut into segments."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.states import MasterRefused, Problem
from transcoding.webvtt import Cue, parse, segment

SIX = Fraction(6)
NTSC_SIX = 180 * Fraction(1001, 30000)
TWO_CUES = "WEBVTT\n\n00:01.000 --> 00:02.000\n江水\n\n00:03.000 --> 00:04.500\nThe river\n"


def cue(start: int, end: int, text: str = "x", settings: str = "") -> Cue:
    return Cue(start=start, end=end, settings=settings, text=text)


class TestParse:
    def test_cues(self) -> None:
        assert parse(TWO_CUES) == [cue(1000, 2000, "江水"), cue(3000, 4500, "The river")]

    @pytest.mark.parametrize(
        "written",
        [
            "\ufeff" + TWO_CUES,
            TWO_CUES.replace("\n", "\r\n"),
            TWO_CUES.replace("\n", "\r"),
            TWO_CUES.removesuffix("\n"),
            TWO_CUES.replace("WEBVTT", "WEBVTT - translated by a friend"),
            TWO_CUES.replace("WEBVTT", "WEBVTT\nKind: captions\nLanguage: zh"),
            TWO_CUES.replace("00:01", "one\n00:01").replace("00:03", "2\n00:03"),
            TWO_CUES.replace(" --> ", "\t -->  "),
            TWO_CUES.replace("WEBVTT\n", "WEBVTT\n\nNOTE from 1 --> 2\nis a comment\n"),
            TWO_CUES.replace("WEBVTT\n", "WEBVTT\n\nSTYLE\n::cue { color: white }\n"),
            TWO_CUES.replace("江水\n\n", "江水\n"),
        ],
        ids=[
            "BOM",
            "CRLF",
            "CR",
            "no-last-newline",
            "title",
            "headers",
            "ids",
            "tabs",
            "note",
            "style",
            "no-blank-line",
        ],
    )
    def test_however_it_is_written(self, written: str) -> None:
        assert parse(written) == parse(TWO_CUES)

    def test_hours(self) -> None:
        text = "WEBVTT\n\n01:59:59.999 --> 100:00:00.000\nlate\n"
        assert parse(text) == [cue(7_199_999, 360_000_000, "late")]

    def test_settings_and_lines_are_kept(self) -> None:
        text = "WEBVTT\n\n00:00.000 --> 00:01.000 line:0 align:start\n<i>one</i>\n- two\n"
        assert parse(text) == [cue(0, 1000, "<i>one</i>\n- two", "line:0 align:start")]

    def test_unsorted_cues_stay_as_written_until_they_are_mended(self) -> None:
        text = (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nc\n\n00:01.000 --> 00:09.000\nb\n\n"
            "00:01.000 --> 00:02.000\na\n"
        )
        assert [found.text for found in parse(text)] == ["c", "b", "a"]

    def test_a_cue_without_text_is_nothing(self) -> None:
        assert parse(TWO_CUES + "\n00:05.000 --> 00:06.000\n\n") == parse(TWO_CUES)

    @pytest.mark.parametrize(
        ("text", "detail"),
        [
            ("", "line 1: WEBVTT expected"),
            ("1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", "line 1: WEBVTT expected"),
            ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx\n", "line 1: WEBVTT expected"),
            ("WEBVTT\n", "no cue"),
            ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no cue"),
            ("WEBVTT\n\n00:01.000 --> 2 s\nx\n", "line 3: 00:01.000 --> 2 s"),
            ("WEBVTT\n\n\n00:61.000 --> 01:02.000\nx\n", "line 4: 00:61.000 --> 01:02.000"),
            ("WEBVTT\n\n00:01,000 --> 00:02,000\nx\n", "line 3: 00:01,000 --> 00:02,000"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, text: str, detail: str) -> None:
        with pytest.raises(MasterRefused) as refusal:
            parse(text)
        assert (refusal.value.problem, refusal.value.detail) == (Problem.SUBTITLE_FORMAT, detail)


texts = st.text(st.sampled_from("abc江水 <>&"), min_size=1).filter(str.strip)
starts = st.integers(0, 3 * 3600_000)
cues = st.builds(
    lambda start, length, text: cue(start, start + length, text.strip()),
    starts,
    st.integers(1, 30_000),
    texts,
)


class TestSegment:
    def test_begins_with_the_map_to_the_pictures_clock(self) -> None:
        """RFC 8216bis §3.1.4: every track starts at ten seconds of a 90 kHz clock."""
        text = segment([], index=0, seconds=SIX)
        assert text == "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:10.000\n\n"

    def test_a_cue_stands_on_the_clock_of_the_picture(self) -> None:
        """Right for who maps the one clock to the other, and for who takes it as it stands."""
        shown = [cue(3_661_001, 3_662_000, "江水", "line:0")]
        text = segment(shown, index=610, seconds=SIX)
        assert text.endswith("\n\n01:01:11.001 --> 01:01:12.000 line:0\n江水\n\n")

    def test_a_cue_that_spans_segments_is_in_each(self) -> None:
        long = [cue(5000, 13_000)]
        shown = [index for index in range(4) if "-->" in segment(long, index=index, seconds=SIX)]
        assert shown == [0, 1, 2]

    @pytest.mark.parametrize(("start", "end", "shown"), [(0, 6000, [0]), (6000, 12_000, [1])])
    def test_a_boundary_belongs_to_the_segment_that_begins(
        self, start: int, end: int, shown: list[int]
    ) -> None:
        only = [cue(start, end)]
        found = [index for index in range(3) if "-->" in segment(only, index=index, seconds=SIX)]
        assert found == shown

    def test_boundaries_are_the_pictures_at_odd_rates(self) -> None:
        assert "-->" not in segment([cue(6000, 6006)], index=1, seconds=NTSC_SIX)
        assert "-->" in segment([cue(6000, 6007)], index=1, seconds=NTSC_SIX)

    @given(st.lists(cues, min_size=1, max_size=8))
    def test_all_segments_together_hold_all_cues(self, handed_in: list[Cue]) -> None:
        count = max(found.end for found in handed_in) // 6000 + 1
        whole = [segment(handed_in, index=index, seconds=SIX) for index in range(count)]
        shown = {found for text in whole if "-->" in text for found in parse(text)}
        later = {replace(c, start=c.start + 10_000, end=c.end + 10_000) for c in handed_in}
        assert shown == later

    @given(st.lists(cues, min_size=1, max_size=8), st.integers(0, 1800))
    def test_a_segment_holds_what_is_on_the_screen_and_no_more(
        self, handed_in: list[Cue], index: int
    ) -> None:
        text = segment(handed_in, index=index, seconds=SIX)
        on_screen = [c for c in handed_in if c.start < (index + 1) * 6000 and c.end > index * 6000]
        assert len(re.findall(" --> ", text)) == len(on_screen)
