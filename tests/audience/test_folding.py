"""What may be told: nothing from which somebody could be worked out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vod.audience.folding import (
    ALWAYS_OTHER,
    OTHER,
    STEPS,
    K,
    added,
    completion,
    countries,
    periods,
    step_of,
    stepped,
)

FIRST = date(2026, 11, 20)
WHERE = st.lists(st.sampled_from(["FR", "DE", "US", "CN", "HK", OTHER]), max_size=60)


@dataclass(frozen=True, kw_only=True)
class Play:
    day: date
    whose: str


def plays(*days: int) -> list[Play]:
    """On each day so many, all by different people."""
    return [
        Play(day=FIRST + timedelta(days=day), whose=f"{day}/{number}")
        for day, count in enumerate(days)
        for number in range(count)
    ]


def told(rows: list[Play], *, until: int | None = None, closed: int = 99) -> list[tuple[int, ...]]:
    found = periods(
        rows,
        published_until=None if until is None else FIRST + timedelta(days=until),
        closed_until=FIRST + timedelta(days=closed),
    )
    return [((p.first - FIRST).days, (p.last - FIRST).days, len(p.rows)) for p in found]


class TestPeriods:
    def test_a_day_of_enough_people_is_one(self) -> None:
        assert told(plays(5, 7)) == [(0, 0, 5), (1, 1, 7)]

    def test_fewer_wait_for_the_next_days(self) -> None:
        assert told(plays(4, 0, 1, 9)) == [(0, 2, 5), (3, 3, 9)]

    def test_the_last_few_are_not_told(self) -> None:
        assert told(plays(6, 4)) == [(0, 0, 6)]

    def test_one_person_is_one_however_often_she_presses_play(self) -> None:
        assert told([Play(day=FIRST, whose="she")] * 50) == []

    def test_a_day_that_is_not_over_is_not_told(self) -> None:
        assert told(plays(5, 5), closed=0) == [(0, 0, 5)]

    def test_latecomers_of_a_day_that_was_told_count_for_the_next(self) -> None:
        assert told(plays(2, 0, 3), until=0) == [(1, 2, 5)]
        assert told(plays(9), until=0, closed=0) == []

    @given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=80))
    def test_no_difference_of_publications_is_made_of_fewer(
        self, rows: list[tuple[int, int]]
    ) -> None:
        """Told day by day as they come in, periods never overlap, and each has enough people."""
        waiting = [Play(day=FIRST + timedelta(days=d), whose=str(who)) for d, who in rows]
        until, published = None, []
        for closed in range(12):
            found = list(
                periods(waiting, published_until=until, closed_until=FIRST + timedelta(days=closed))
            )
            for period in found:
                assert until is None or period.first > until
                until = period.last
                waiting = [row for row in waiting if row not in period.rows]
                published.append({row.whose for row in period.rows})
        assert all(len(people) >= K for people in published)


class TestCountries:
    def test_small_ones_are_in_the_rest(self) -> None:
        assert countries(["FR"] * 9 + ["DE"] * 4 + ["US"]) == {"FR": 9, OTHER: 5}

    def test_a_rest_that_could_be_worked_out_takes_the_smallest_country(self) -> None:
        assert countries(["FR"] * 9 + ["DE"] * 5 + ["US"]) == {"FR": 9, OTHER: 6}
        assert countries(["FR"] * 5 + ["US"]) == {OTHER: 6}

    def test_china_and_hong_kong_always_are(self) -> None:
        assert countries(["CN"] * 90 + ["HK"] * 90 + ["FR"] * 5) == {"FR": 5, OTHER: 180}

    @given(WHERE)
    def test_no_number_is_made_of_fewer(self, where: list[str]) -> None:
        found = countries(where)
        assert sum(found.values()) == len(where)
        assert not ALWAYS_OTHER & found.keys()
        if len(where) >= K:
            assert all(people >= K for people in found.values())

    @given(WHERE, WHERE)
    def test_a_country_is_told_of_those_who_are_there(self, one: list[str], two: list[str]) -> None:
        total = added([countries(one), countries(two)])
        real = Counter([*one, *two])
        assert all(people <= real[code] for code, people in total.items() if code != OTHER)


def test_a_number_that_grows_stands_still_until_it_has_grown_enough() -> None:
    told, seen = None, []
    for count in range(14):
        told = stepped(count, told=told)
        seen.append(told)
    assert seen == [None] * 5 + [5] * 5 + [10] * 4


def test_the_curve_falls_and_begins_with_those_who_came_to_the_first_part() -> None:
    curve = completion([0, 1, 10, 20, 20])
    assert curve[0] == 80
    assert curve[9:11] == [60, 40]
    assert curve[-1] == 40
    assert len(curve) == STEPS


def test_a_part_is_reached_when_its_key_period_was_asked_for() -> None:
    assert [step_of(furthest=at, periods=40) for at in (0, 1, 2, 20, 38, 39)] == [
        *(0, 0, 1, 10, 19, 20)
    ]
    assert step_of(furthest=0, periods=1) == STEPS
