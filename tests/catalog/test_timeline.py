"""The schedule's geometry: bars that never overlap, as wide as they are long."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.timeline import Axis, Bar, Span, Zoom, axis_of, bars, lanes, midnight, ticks

START = datetime(2026, 11, 20, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
minutes = st.integers(min_value=-3000, max_value=20_000)
lengths = st.integers(min_value=1, max_value=9000)
spans = st.lists(
    st.tuples(minutes, lengths).map(lambda pair: span(pair[0], pair[0] + pair[1])), max_size=25
)
axes = st.tuples(minutes, lengths).map(
    lambda pair: Axis(begins=at(pair[0]), ends=at(pair[0] + pair[1]))
)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def span(begins: int, ends: int) -> Span[tuple[datetime, datetime]]:
    return Span(begins=at(begins), ends=at(ends), of=(at(begins), at(ends)))


def overlap(one: Bar[object], other: Bar[object]) -> float:
    right = min(one.left + one.width, other.left + other.width)
    return right - max(one.left, other.left)


@given(spans, axes)
def test_bars_of_a_lane_never_overlap(given_spans, axis) -> None:
    laid = bars(given_spans, axis)
    for one, other in combinations(laid, 2):
        if one.lane == other.lane:
            assert overlap(one, other) <= 1e-9


@given(spans, axes)
def test_widths_are_proportional_to_what_is_on_the_axis(given_spans, axis) -> None:
    whole = axis.ends - axis.begins
    for bar in bars(given_spans, axis):
        begins, ends = bar.of
        seen = min(ends, axis.ends) - max(begins, axis.begins)
        assert bar.width == pytest.approx(seen / whole)
        assert 0 <= bar.left <= bar.left + bar.width <= 1 + 1e-9
        assert bar.goes_on_before == (begins < axis.begins)
        assert bar.goes_on_after == (ends > axis.ends)


@given(spans, axes)
def test_nothing_on_the_axis_is_left_out(given_spans, axis) -> None:
    shown = sorted(bar.of for bar in bars(given_spans, axis))
    assert shown == sorted(
        s.of for s in given_spans if s.begins < axis.ends and s.ends > axis.begins
    )


@given(spans, axes)
def test_there_are_no_more_lanes_than_spans_at_once(given_spans, axis) -> None:
    laid = bars(given_spans, axis)
    begun = [bar.of[0] for bar in laid]
    at_once = [sum(b <= instant < e for b, e in (bar.of for bar in laid)) for instant in begun]
    assert lanes(laid) == max(at_once, default=0)


def test_an_edition_is_seen_from_its_first_midnight_to_its_last() -> None:
    first, last = date(2026, 11, 20), date(2026, 11, 29)
    axis = axis_of(Zoom.EDITION, first=first, last=last, start=first, zone=BERLIN)
    assert axis.begins == datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert axis.ends - axis.begins == timedelta(days=10)


def test_a_day_of_25_hours_has_25_ticks_and_is_wider_than_the_next() -> None:
    day = date(2026, 10, 25)
    hours = axis_of(Zoom.HOURS, first=day, last=day, start=day, zone=BERLIN)
    assert len(ticks(hours, Zoom.HOURS, BERLIN)) == 25
    days = axis_of(Zoom.DAYS, first=day, last=day, start=day, zone=BERLIN)
    first, second, third, *_ = ticks(days, Zoom.DAYS, BERLIN)
    assert second.left - first.left == pytest.approx((third.left - second.left) * 25 / 24)
    assert second.at == midnight(date(2026, 10, 26), BERLIN)


def test_of_many_days_only_every_seventh_is_named() -> None:
    first, last = date(2026, 11, 1), date(2026, 12, 31)
    axis = axis_of(Zoom.EDITION, first=first, last=last, start=first, zone=BERLIN)
    named = [tick.named for tick in ticks(axis, Zoom.EDITION, BERLIN)]
    assert len(named) == 61
    assert named[:8] == [True, *[False] * 6, True]
