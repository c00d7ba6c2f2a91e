"""The grid: whatever the rate and the length, everything is whole frames and whole ticks."""

import json
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.schedule import GOP_SECONDS, Grid, key_period

CINEMA, NTSC_FILM, NTSC = Fraction(24), Fraction(24000, 1001), Fraction(30000, 1001)
RATES = [CINEMA, NTSC_FILM, Fraction(25), NTSC, Fraction(30), Fraction(50), Fraction(60)]
rates = st.sampled_from(RATES) | st.fractions(5, 60, max_denominator=1001)
grids = st.builds(Grid, frame_rate=rates, frames=st.integers(1, 300_000))


class TestSegments:
    @given(grids)
    def test_they_tile_the_film(self, grid: Grid) -> None:
        ranges = [grid.segment_range(index) for index in range(grid.segments)]
        assert ranges[0][0] == 0
        assert ranges[-1][1] == grid.frames
        assert all(before[1] == after[0] for before, after in pairwise(ranges))

    @given(grids)
    def test_all_but_the_last_are_whole(self, grid: Grid) -> None:
        lengths = [end - start for start, end in map(grid.segment_range, range(grid.segments))]
        assert set(lengths[:-1]) <= {grid.segment_frames}
        assert 0 < lengths[-1] <= grid.segment_frames

    @pytest.mark.parametrize(
        ("frames", "last"), [(144, (0, 144)), (145, (144, 145)), (336, (288, 336))]
    )
    def test_the_last_one_ends_with_the_film(self, frames: int, last: tuple[int, int]) -> None:
        grid = Grid(frame_rate=CINEMA, frames=frames)
        assert grid.segment_range(grid.segments - 1) == last

    @pytest.mark.parametrize(
        ("rate", "gop", "segment"),
        [(CINEMA, 48, 144), (NTSC_FILM, 48, 144), (Fraction(25), 50, 150), (NTSC, 60, 180)],
    )
    def test_they_hold_three_periods_of_two_seconds(
        self, rate: Fraction, gop: int, segment: int
    ) -> None:
        grid = Grid(frame_rate=rate, frames=1)
        assert (grid.gop, grid.segment_frames) == (gop, segment)

    @given(rates)
    def test_an_idr_comes_every_two_seconds_to_the_nearest_frame(self, rate: Fraction) -> None:
        grid = Grid(frame_rate=rate, frames=1)
        assert abs(grid.gop - GOP_SECONDS * rate) <= Fraction(1, 2)


class TestTicks:
    @pytest.mark.parametrize(
        ("rate", "timescale", "ticks"),
        [
            (CINEMA, 24000, 1000),
            (Fraction(25), 25000, 1000),
            (Fraction(30), 30000, 1000),
            (NTSC_FILM, 24000, 1001),
            (NTSC, 30000, 1001),
            (Fraction(60), 60000, 1000),
        ],
    )
    def test_of_the_rates_that_films_have(self, rate: Fraction, timescale: int, ticks: int) -> None:
        grid = Grid(frame_rate=rate, frames=1)
        assert (grid.timescale, grid.frame_ticks) == (timescale, ticks)

    @given(rates)
    def test_a_frame_is_a_whole_number_of_them(self, rate: Fraction) -> None:
        grid = Grid(frame_rate=rate, frames=1)
        assert Fraction(grid.frame_ticks, grid.timescale) == 1 / rate
        assert 1000 <= grid.timescale < 2**32

    def test_a_frame_is_shown_when_those_before_it_have_been(self) -> None:
        grid = Grid(frame_rate=NTSC, frames=600)
        assert grid.seconds_at(300) == Fraction(1001, 100)
        assert grid.seconds == Fraction(1001, 50)


class TestChunks:
    @given(grids, st.integers(1, 64), st.integers(6, 600))
    def test_they_tile_the_film_in_whole_segments(
        self, grid: Grid, slots: int, longest: int
    ) -> None:
        chunks = grid.chunks(slots=slots, longest=longest)
        assert chunks[0].start == 0
        assert chunks[-1].end == grid.frames
        assert all(before.end == after.start for before, after in pairwise(chunks))
        assert all(chunk.start < chunk.end for chunk in chunks)
        assert all(chunk.start % grid.segment_frames == 0 for chunk in chunks)

    @given(grids, st.integers(1, 64), st.integers(13, 600))
    def test_none_is_longer_than_allowed(self, grid: Grid, slots: int, longest: int) -> None:
        chunks = grid.chunks(slots=slots, longest=longest)
        assert max(grid.seconds_at(c.end - c.start) for c in chunks) <= longest

    @given(grids, st.integers(1, 64))
    def test_every_slot_has_four_to_do_if_the_film_has_the_segments(
        self, grid: Grid, slots: int
    ) -> None:
        chunks = grid.chunks(slots=slots, longest=180)
        assert len(chunks) >= min(4 * slots, grid.segments)

    def test_half_a_minute_is_worked_on_in_parallel(self) -> None:
        grid = Grid(frame_rate=CINEMA, frames=30 * 24)
        assert len(grid.chunks(slots=2, longest=180)) >= 4

    def test_a_feature_on_two_slots_is_in_chunks_of_the_longest(self) -> None:
        grid = Grid(frame_rate=CINEMA, frames=2 * 3600 * 24)
        chunks = grid.chunks(slots=2, longest=180)
        assert len(chunks) == 40
        assert {grid.seconds_at(chunk.end - chunk.start) for chunk in chunks} == {180}


@given(grids)
def test_a_grid_is_kept_in_a_plan(grid: Grid) -> None:
    assert Grid.from_json(json.loads(json.dumps(grid.to_json()))) == grid


def test_a_key_serves_a_run_of_segments() -> None:
    assert [key_period(index, per_period=5) for index in range(11)] == [0] * 5 + [1] * 5 + [2]
