"""Wall times, as staff enter them, as instants."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.schedule import NoSuchTime, instant_of, upload_priority, window_of

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_wall_time_is_an_instant_of_its_zone() -> None:
    instant = instant_of("2026-11-20T20:00", time_zone="Europe/Berlin")
    assert instant == datetime(2026, 11, 20, 19, tzinfo=UTC)


def test_a_window_crosses_the_change_of_clocks() -> None:
    opens, closes = window_of(
        opens_local="2026-10-24T20:00", closes_local="2026-10-25T20:00", time_zone="Europe/Berlin"
    )
    assert closes - opens == timedelta(hours=25)


def test_of_an_hour_that_happens_twice_a_window_takes_both() -> None:
    opens, closes = window_of(
        opens_local="2026-10-25T02:30", closes_local="2026-10-25T02:30", time_zone="Europe/Berlin"
    )
    assert closes - opens == timedelta(hours=1)


def test_an_hour_that_is_left_out_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        instant_of("2026-03-29T02:30", time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("opening", "priority"),
    [
        (None, 100),
        (NOW + timedelta(days=400), 100),
        (NOW + timedelta(days=3, hours=5), 3),
        (NOW + timedelta(hours=1), 0),
        (NOW - timedelta(days=2), 0),
    ],
)
def test_what_opens_first_is_worked_on_first(opening: datetime | None, priority: int) -> None:
    assert upload_priority(first_opening=opening, now=NOW) == priority
