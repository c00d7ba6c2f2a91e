"""Which pictures are taken of a film, and how they lie on their sheets."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcoding.sources import make_source
from transcoding.gallery import MOST_TILES, POSTERS, fit, gallery, sheets
from transcoding.source import Size

LONG = 2 * 3600


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1920, 1080), (160, 90)),
        ((1080, 1920), (90, 160)),
        ((2048, 858), (160, 68)),
        ((100, 60), (100, 60)),
        ((8000, 20), (160, 2)),
    ],
)
def test_a_tile_keeps_the_aspect_and_is_never_upscaled(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    source = make_source(width=size[0], height=size[1])
    assert fit(source, longest=160) == Size(width=expected[0], height=expected[1])


@pytest.mark.parametrize(("seconds", "spacing"), [(3, 48), (600, 48), (LONG, 240), (4 * LONG, 960)])
def test_a_long_film_has_its_pictures_farther_apart(seconds: int, spacing: int) -> None:
    assert gallery(make_source(duration=seconds)).spacing == spacing


def test_posters_are_spread_over_the_film() -> None:
    posters = gallery(make_source(duration=90)).posters
    assert len(posters) == POSTERS
    assert posters[:2] == (120, 360)


@given(
    seconds=st.floats(0.1, 43_200),
    rate=st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(25), Fraction(5)]),
    difference=st.integers(-40, 40),
)
def test_sheets_cover_the_film_to_its_end(seconds: float, rate: Fraction, difference: int) -> None:
    """As many frames as there turn out to be, which may be others than declared."""
    frames = max(1, int(seconds * rate) + difference)
    plan = gallery(make_source(duration=seconds, frame_rate=rate))
    tiles = -(-frames // plan.spacing)
    names = [(f"sheet{index}", 9) for index in range(-(-tiles // 25))]
    made = sheets(names, plan=plan, rate=rate, spans=[(0, frames)])
    assert sum(segment["samples"] for segment in made["segments"]) == tiles
    assert sum(segment["ticks"] for segment in made["segments"]) == round(1000 * frames / rate)
    assert all(0 < segment["samples"] <= 25 for segment in made["segments"])
    assert tiles <= MOST_TILES + 45


@given(cuts=st.sets(st.integers(1, 9_999)), seconds=st.integers(10, 40_000))
def test_parts_have_sheets_of_their_own_and_the_same_pictures(cuts: set[int], seconds: int) -> None:
    """Each picture counts once, in the part that its frame lies in."""
    edges = [0, *sorted(cuts), 10_000]
    spans = list(pairwise(edges))
    plan = gallery(make_source(duration=seconds))
    tiles = [len(range(-(-start // plan.spacing), -(-end // plan.spacing))) for start, end in spans]
    names = [(f"{part}", 9) for part, count in enumerate(tiles) for _ in range(0, count, 25)]
    made = sheets(names, plan=plan, rate=Fraction(24), spans=spans)
    by_part = dict.fromkeys((str(part) for part, count in enumerate(tiles) if count), 0)
    for segment in made["segments"]:
        by_part[segment["object"]] += segment["samples"]
    assert list(by_part.values()) == [count for count in tiles if count]
    assert sum(segment["ticks"] for segment in made["segments"]) == round(1000 * 10_000 / 24)
