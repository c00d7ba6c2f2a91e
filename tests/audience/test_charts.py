"""What is drawn, and where."""

from datetime import date

from vod.audience.charts import (
    INNER_HEIGHT,
    INNER_WIDTH,
    LEFT,
    TOP,
    WIDTH,
    Days,
    completion_chart,
    plays_chart,
)


def days(first: int, last: int, plays: int) -> Days:
    return Days(first=date(2026, 11, first), last=date(2026, 11, last), plays=plays)


def test_the_curve_begins_with_everybody_and_ends_at_the_end() -> None:
    line = list(completion_chart([90] * 19 + [50]).line)
    assert len(line) == 21
    ends = [(LEFT, TOP), (LEFT + INNER_WIDTH, TOP + INNER_HEIGHT / 2)]
    assert line[:: len(line) - 1] == ends


def test_words_are_inside() -> None:
    """A word of six letters is some 20 units to either side."""
    for chart in (completion_chart([50] * 20), plays_chart([days(1, 1, 5), days(2, 30, 60)])):
        for word in chart.words:
            assert word.anchor == "end" or 20 < word.at[0] < WIDTH - 20


def test_the_area_of_a_bar_is_its_plays() -> None:
    bars = plays_chart([days(1, 1, 20), days(2, 5, 20)]).bars
    one, four = ((bar.width + 2, bar.height) for bar in bars)
    assert round(one[0] * one[1]) == round(four[0] * four[1])


def test_screenings_on_the_same_days_are_added() -> None:
    bars = plays_chart([days(1, 2, 20), days(2, 3, 20)]).bars
    assert [round(bar.height / bars[0].height, 3) for bar in bars] == [1, 2, 1]


def test_days_of_nothing_stay_empty() -> None:
    bars = plays_chart([days(1, 1, 10), days(4, 4, 10)]).bars
    assert len(bars) == 2
    assert bars[1].at[0] > bars[0].at[0] + 2 * bars[0].width
