"""Measured in chunks, a film is the same as measured in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.quality.test_printouts import frame
from transcoding.quality import printouts, seams
from transcoding.quality.measures import Box, Levels, Picture
from transcoding.quality.seams import Part

RATE = 4  # frames a second, so that stretches are short
BLACK = 0


def told(frames: Sequence[int]) -> Iterator[bytes]:
    """What `blackdetect` and `freezedetect` with `d=0` print of frames: alike or not, 0 is black.

    Source: libavfilter/vf_blackdetect.c and vf_freezedetect.c of FFmpeg 9.
    """
    was_black = was_frozen = False
    reference = 0
    for place, shown in enumerate(frames):
        metadata: dict[str, object] = {}
        if (shown == BLACK) != was_black:
            was_black = not was_black
            metadata["black_start" if was_black else "black_end"] = place / RATE
        if place:
            frozen = shown == frames[reference]
            if not was_frozen:
                metadata["freezedetect__freeze_start"] = reference / RATE
            if not frozen:
                metadata["freezedetect__freeze_end"] = place / RATE
                reference = place
            was_frozen = frozen
        if metadata:
            yield from frame(place / RATE, **metadata)


def parts(film: Sequence[int], cuts: Sequence[int]) -> list[Part]:
    """Each part sees its own frames and the first of the next."""
    edges = [0, *cuts, len(film)]
    return [
        Part(
            start=start / RATE,
            end=end / RATE,
            runs=seams.read_runs(told(film[start : end + 1])),
            levels=Levels(),
        )
        for start, end in pairwise(edges)
    ]


def stretches(film: Sequence[int], cuts: Sequence[int] = ()) -> dict[str, tuple[object, ...]]:
    picture = seams.with_parts(Picture(), parts(film, cuts))
    return {"black": picture.black, "frozen": picture.frozen}


@dataclass(frozen=True)
class Cut:
    film: list[int]
    places: list[int]


@st.composite
def cut_films(draw: st.DrawFn) -> Cut:
    """Runs of frames that are alike, and seams anywhere."""
    runs = draw(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 14)), min_size=1))
    film = [shown for shown, length in runs for _ in range(length)]
    places = draw(st.sets(st.integers(1, max(len(film) - 1, 1)), max_size=9))
    return Cut(film, sorted(place for place in places if place < len(film)))


class TestStretches:
    @given(cut=cut_films())
    def test_are_the_same_wherever_the_film_is_cut(self, cut: Cut) -> None:
        assert stretches(cut.film, cut.places) == stretches(cut.film)

    @given(cut=cut_films())
    def test_come_through_being_kept(self, cut: Cut) -> None:
        kept = [Part.from_json(part.to_json()) for part in parts(cut.film, cut.places)]
        assert kept == parts(cut.film, cut.places)

    def test_that_go_on_over_seams_are_one(self) -> None:
        film = [1, 2] * 4 + [BLACK] * 16 + [1, 2] * 4
        assert stretches(film, [10, 12, 20]) == {"black": ((2, 6),), "frozen": ((2, 6),)}

    def test_that_only_touch_a_seam_are_two(self) -> None:
        film = [1] * 8 + [2] * 8
        assert stretches(film, [8])["frozen"] == ((0, 2), (2, 4))

    def test_too_short_for_either_part_count_together(self) -> None:
        film = [1, 2] * 4 + [BLACK] * 4 + [1, 2] * 4
        assert stretches(film, [9])["black"] == stretches(film, [10])["black"] == ((2, 3),)

    def test_go_on_to_the_end(self) -> None:
        assert stretches([1, 2, *[BLACK] * 10], [7]) == {
            "black": ((0.5, 3),),
            "frozen": ((0.5, 3),),
        }

    def test_flashes_are_none(self) -> None:
        assert stretches([1, 2, BLACK, BLACK, 1, 2])["black"] == ()

    def test_of_a_film_that_flickers_for_hours_some_are_kept(self) -> None:
        film = ([1, 2] + [BLACK] * 5) * 2000
        found = stretches(film, list(range(700, len(film), 700)))
        assert len(found["black"]) == printouts.MOST_STRETCHES


def level(at: float, value: float, box: Box | None = None) -> Levels:
    return Levels(
        samples=1,
        white=1,
        white_at=at,
        white_level=value,
        outside=1,
        outside_at=at,
        outside_share=value,
        brightest_at=at,
        brightness=value,
        picture=box,
    )


class TestLevels:
    def joined(self, *levels: Levels) -> Levels:
        return seams.with_parts(
            Picture(), [Part(start=0, end=1, runs={}, levels=one) for one in levels]
        ).levels

    def test_are_counted_together_and_the_worst_is_remembered(self) -> None:
        levels = self.joined(level(1, 30), level(2, 50), level(3, 50))
        assert (levels.samples, levels.white, levels.outside) == (3, 3, 3)
        assert (levels.white_at, levels.outside_at, levels.brightest_at) == (2, 2, 2)

    @pytest.mark.parametrize("black", [0, 1, 2])
    def test_the_picture_is_what_none_goes_beyond(self, black: int) -> None:
        boxes: list[Box | None] = [
            Box(left=10, top=20, width=100, height=40),
            Box(left=0, top=30, width=50, height=60),
        ]
        boxes.insert(black, None)
        levels = self.joined(*(level(0, 1, box) for box in boxes))
        assert levels.picture == Box(left=0, top=20, width=110, height=70)
