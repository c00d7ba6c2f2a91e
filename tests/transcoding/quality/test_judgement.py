"""What is grave, what is worth a word, and what is nobody's business."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.transcoding.sources import make_source
from transcoding.quality.findings import MOST_STRETCHES, Code, Finding, Level
from transcoding.quality.judgement import findings
from transcoding.quality.measures import Box, Levels, Picture, Series, Sound
from transcoding.source import Color

SECONDS = 600.0
TAGGED = Color(range="tv", matrix="bt709", primaries="bt709", transfer="bt709")
HDR10 = Color(range="tv", matrix="bt2020nc", primaries="bt2020", transfer="smpte2084")
SOURCE = make_source(
    codec="prores", coded_width=1920, coded_height=1080, width=1920, height=1080, color=TAGGED
)
SOUND = Sound(
    streams=(1,), language="zh", role="main", seconds=SECONDS, loudness=-24, loudness_range=9,
    true_peak=-3, silent=(), dead=(), short_term=Series(seconds=1, values=()),
)  # fmt: skip
BITS = Series(seconds=1, values=(180e6,))
FULL = Box(left=0, top=0, width=1920, height=1080)
PICTURE = Picture(bit_rate=BITS, levels=Levels(samples=600, picture=FULL))


def judged(*, source: dict[str, Any] | None = None, sound: dict[str, Any] | None = None,
           **picture: Any) -> dict[str, str]:  # fmt: skip
    """Level by code."""
    found = findings(
        replace(SOURCE, **source or {}),
        seconds=SECONDS,
        picture=replace(PICTURE, **picture),
        sounds=[replace(SOUND, **sound or {})],
    )
    return {finding.code: finding.level for finding in found}


def test_of_a_sound_film_there_is_nothing_to_say() -> None:
    assert judged() == {}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"damaged": 1}, {Code.DAMAGED: Level.WARNING}),
        ({"damaged": 24}, {Code.DAMAGED: Level.BLOCKS}),
        ({"black": ((0.0, 4.0),)}, {Code.BLACK: Level.INFO}),
        ({"black": ((100.0, 102.9),)}, {}),
        ({"black": ((100.0, 103.1),)}, {Code.BLACK: Level.WARNING}),
        ({"black": ((590.0, 600.0),)}, {Code.BLACK: Level.INFO}),
        ({"black": ((0.0, 301.0),)}, {Code.BLACK: Level.BLOCKS}),
        ({"frozen": ((100.0, 109.0),)}, {}),
        ({"frozen": ((100.0, 111.0),)}, {Code.FROZEN: Level.WARNING}),
        ({"frozen": ((0.0, 580.0),)}, {Code.FROZEN: Level.BLOCKS}),
        ({"frozen": ((0.1, 11.0),), "black": ((0.0, 11.0),)}, {Code.BLACK: Level.INFO}),
        ({"levels": Levels(samples=100, white=10)}, {Code.CLIPPED: Level.WARNING}),
        ({"levels": Levels(samples=100, white=9)}, {}),
        ({"levels": Levels(samples=4, white=4)}, {}),
        (
            {"levels": Levels(samples=100, white=50, outside=50)},
            {Code.OUT_OF_RANGE: Level.WARNING},
        ),
        (
            {"levels": Levels(picture=replace(FULL, top=140, height=800))},
            {Code.BARS: Level.INFO},
        ),
        ({"levels": Levels(picture=replace(FULL, left=4, width=1912))}, {}),
        ({"bit_rate": Series(seconds=1, values=(1e6,))}, {Code.COMPRESSED: Level.INFO}),
    ],
)
def test_a_picture(changed: dict[str, Any], expected: dict[Code, Level]) -> None:
    assert judged(**changed) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"loudness": -13.9}, {Code.LOUDNESS: Level.WARNING}),
        ({"loudness": -33.1}, {Code.LOUDNESS: Level.WARNING}),
        ({"true_peak": -0.5}, {Code.TRUE_PEAK: Level.INFO}),
        ({"true_peak": 0.3}, {Code.TRUE_PEAK: Level.WARNING}),
        ({"true_peak": -70, "loudness": -70}, {Code.SILENT_TRACK: Level.BLOCKS}),
        ({"silent": ((10.0, 19.0),)}, {}),
        ({"silent": ((10.0, 21.0),)}, {Code.SILENCE: Level.INFO}),
        ({"dead": (1,)}, {Code.DEAD_CHANNEL: Level.WARNING}),
        ({"seconds": SECONDS - 0.4}, {}),
        ({"seconds": SECONDS - 1}, {Code.SOUND_ENDS_EARLY: Level.INFO}),
        ({"seconds": SECONDS - 3}, {Code.SOUND_ENDS_EARLY: Level.WARNING}),
        ({"seconds": SECONDS - 59}, {Code.SOUND_ENDS_EARLY: Level.WARNING}),
        ({"seconds": SECONDS - 61}, {Code.SOUND_ENDS_EARLY: Level.BLOCKS}),
        ({"seconds": SECONDS + 9}, {Code.SOUND_ENDS_LATE: Level.WARNING}),
        ({"seconds": SECONDS + 11}, {Code.SOUND_ENDS_LATE: Level.BLOCKS}),
    ],
)
def test_a_sound(changed: dict[str, Any], expected: dict[Code, Level]) -> None:
    assert judged(sound=changed) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scan": "tff"}, {Code.INTERLACED: Level.WARNING}),
        ({"scan": "telecine"}, {Code.TELECINE: Level.WARNING}),
        ({"variable_rate": True}, {Code.VARIABLE_RATE: Level.INFO}),
        ({"color": replace(TAGGED, matrix="")}, {Code.NO_COLOR_TAGS: Level.INFO}),
        ({"color": HDR10}, {Code.HDR: Level.INFO}),
        ({"width": 640, "height": 360}, {Code.SMALL: Level.INFO}),
        ({"pictured_texts": 1}, {Code.PICTURED_SUBTITLES: Level.WARNING}),
    ],
)
def test_a_master(changed: dict[str, Any], expected: dict[Code, Level]) -> None:
    assert judged(source=changed) == expected


def test_levels_of_hdr_are_not_judged_by_those_of_video() -> None:
    """It uses all of its range."""
    levels = Levels(samples=100, white=100, outside=100, picture=FULL)
    assert judged(source={"color": HDR10}, levels=levels) == {Code.HDR: Level.INFO}


def test_bars_of_an_upright_film_are_measured_upright() -> None:
    upright = Box(left=0, top=0, width=1080, height=1920)
    source = {"rotation": 90, "width": 1080, "height": 1920}
    assert judged(source=source, levels=Levels(picture=upright)) == {}


def test_the_gravest_comes_first() -> None:
    levels = list(judged(damaged=1, black=((0.0, 301.0),), sound={"true_peak": -0.5}).values())
    assert levels == [Level.BLOCKS, Level.WARNING, Level.INFO]


def test_of_very_many_stretches_the_longest_are_told_in_order() -> None:
    black = tuple((20.0 * n, 20.0 * n + 4 + n / 10) for n in range(1, 29))
    (found,) = findings(
        SOURCE, seconds=SECONDS, picture=replace(PICTURE, black=black), sounds=[SOUND]
    )
    assert (found.count, len(found.stretches)) == (28, MOST_STRETCHES)
    assert found.stretches == black[-MOST_STRETCHES:]
    assert len(found.pictures) == 3


def test_a_finding_is_kept_as_json() -> None:
    finding = Finding(code=Code.BLACK, level=Level.INFO, stretches=((1.0, 2.0),))
    kept = finding.to_json()
    assert kept["code"] == "black"
    assert kept["stretches"] == ((1.0, 2.0),)


def test_a_film_without_sound_says_so() -> None:
    found = findings(SOURCE, seconds=SECONDS, picture=PICTURE, sounds=[])
    assert [finding.code for finding in found] == [Code.NO_SOUND]


def test_rates_do_not_matter_to_the_second_that_is_damaged() -> None:
    assert judged(source={"frame_rate": Fraction(60)}, damaged=59) == {Code.DAMAGED: "warning"}
