"""Which rungs a picture gets, for any picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.ladder import LADDERS, Rung, rungs

SIDES = st.integers(16, 8192)
FULL_HD = (1920, 1080)


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    return [(rung.width, rung.height) for rung in rungs(profile="h264", width=width, height=height)]


def ladder(width: int, height: int) -> tuple[Rung, ...]:
    return rungs(profile="h264", width=width, height=height)


class TestFilms:
    @pytest.mark.parametrize(
        ("picture", "expected"),
        [
            ((1920, 1080), [(416, 234), (768, 432), (960, 540), (1280, 720), (1920, 1080)]),
            ((3840, 2160), [(416, 234), (768, 432), (960, 540), (1280, 720), (1920, 1080)]),
            ((4096, 1716), [(416, 174), (768, 322), (960, 402), (1280, 536), (1920, 804)]),
            ((1440, 1080), [(312, 234), (576, 432), (720, 540), (960, 720), (1440, 1080)]),
            ((1080, 1920), [(132, 234), (244, 432), (304, 540), (404, 720), (608, 1080)]),
            ((768, 576), [(312, 234), (576, 432), (720, 540), (768, 576)]),
            ((640, 360), [(416, 234), (640, 360)]),
            ((320, 240), [(312, 234), (320, 240)]),
            ((160, 120), [(160, 120)]),
        ],
        ids=["1080p", "UHD", "2.39:1", "4:3", "vertical", "PAL", "360p", "QVGA", "tiny"],
    )
    def test_sizes(self, picture: tuple[int, int], expected: list[tuple[int, int]]) -> None:
        assert sizes(*picture) == expected

    def test_caps_are_those_of_the_authoring_specification(self) -> None:
        caps = [rung.max_bitrate for rung in ladder(*FULL_HD)]
        assert caps == [145_000, 730_000, 2_000_000, 4_500_000, 7_800_000]


class TestLaws:
    @given(SIDES, SIDES)
    def test_nothing_is_enlarged(self, width: int, height: int) -> None:
        assert all(across <= width and down <= height for across, down in sizes(width, height))

    @given(SIDES, SIDES)
    def test_sides_are_even(self, width: int, height: int) -> None:
        assert not any(side % 2 for size in sizes(width, height) for side in size)

    @given(SIDES, SIDES)
    def test_nothing_exceeds_full_hd(self, width: int, height: int) -> None:
        assert all(across <= 1920 and down <= 1080 for across, down in sizes(width, height))

    @given(st.integers(200, 8192), st.floats(0.4, 2.8))
    def test_the_aspect_is_kept_to_the_rounding(self, width: int, aspect: float) -> None:
        height = round(width / aspect)
        for across, down in sizes(width, height):  # each side off by one pixel at most
            assert abs(across * height - down * width) <= width + height

    @given(st.integers(16, 1920), st.integers(16, 1080))
    def test_the_highest_is_the_picture_itself(self, width: int, height: int) -> None:
        across, down = sizes(width, height)[-1]
        assert down == height - height % 2
        assert abs(across * height - down * width) <= width + height

    @given(SIDES, SIDES)
    def test_one_is_for_the_poorest_lines(self, width: int, height: int) -> None:
        assert ladder(width, height)[0].max_bitrate <= 192_000

    @given(SIDES, SIDES)
    def test_each_is_larger_than_the_one_below(self, width: int, height: int) -> None:
        made = ladder(width, height)
        assert len({rung.name for rung in made}) == len(made)
        pixels = [rung.width * rung.height for rung in made]
        assert pixels == sorted(set(pixels))
        caps = [rung.max_bitrate for rung in made]
        assert caps == sorted(set(caps))


def test_a_ladder_is_data() -> None:
    assert set(LADDERS) == {"h264"}
    with pytest.raises(KeyError):
        rungs(profile="av1", width=1920, height=1080)
