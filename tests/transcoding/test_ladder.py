"""Which rungs a picture gets, for any picture."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding import ladder as ladders
from transcoding.ladder import LADDERS, Rung, rungs, stills

SIDES = st.integers(16, 8192)
FULL_HD = (1920, 1080)


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    return [(rung.width, rung.height) for rung in ladder(width, height)]


def ladder(width: int, height: int) -> tuple[Rung, ...]:
    return rungs(profile="h264", width=width, height=height)


def caps(width: int, height: int) -> list[int]:
    return [rung.max_bitrate // 1000 for rung in ladder(width, height)]


WIDE = [(416, 234), (640, 360), (768, 432), (960, 540), (1280, 720), (1920, 1080)]


class TestFilms:
    @pytest.mark.parametrize(
        ("picture", "expected"),
        [
            (FULL_HD, WIDE),
            ((3840, 2160), WIDE),
            ((4096, 1716), [(416, 174), (640, 268), (768, 322), (960, 402), (1280, 536),
                            (1920, 804)]),
            ((1440, 1080), [(312, 234), (480, 360), (576, 432), (720, 540), (960, 720),
                            (1440, 1080)]),
            ((1080, 1920), [(down, across) for across, down in WIDE]),
            ((1024, 576), [(416, 234), (640, 360), (768, 432), (1024, 576)]),
            ((720, 480), [(352, 234), (540, 360), (720, 480)]),
            ((640, 360), [(416, 234), (640, 360)]),
            ((320, 240), [(312, 234), (320, 240)]),
            ((160, 120), [(160, 120)]),
            ((17, 854), [(8, 416), (12, 640), (16, 854)]),
        ],
        ids=["1080p", "UHD", "2.39:1", "4:3", "vertical", "PAL", "NTSC", "360p", "QVGA", "tiny",
             "strip"],
    )  # fmt: skip
    def test_sizes(self, picture: tuple[int, int], expected: list[tuple[int, int]]) -> None:
        assert sizes(*picture) == expected

    def test_caps_are_those_of_the_authoring_specification(self) -> None:
        assert caps(*FULL_HD) == [125, 365, 730, 2000, 4500, 7800]

    @pytest.mark.parametrize(
        ("picture", "cap"), [((640, 360), 730), ((768, 432), 1100), ((720, 480), 2000)]
    )
    def test_the_highest_rung_of_a_small_film_is_not_starved(
        self, picture: tuple[int, int], cap: int
    ) -> None:
        assert caps(*picture)[-1] == cap

    def test_names_say_the_short_side(self) -> None:
        assert [rung.name for rung in ladder(1080, 1920)[-2:]] == ["h264-720", "h264-1080"]


class TestLaws:
    @given(SIDES, SIDES)
    def test_nothing_is_enlarged(self, width: int, height: int) -> None:
        assert all(across <= width and down <= height for across, down in sizes(width, height))

    @given(SIDES, SIDES)
    def test_sides_are_even(self, width: int, height: int) -> None:
        assert not any(side % 2 for size in sizes(width, height) for side in size)

    @given(SIDES, SIDES)
    def test_nothing_exceeds_full_hd(self, width: int, height: int) -> None:
        assert all(max(size) <= 1920 and min(size) <= 1080 for size in sizes(width, height))

    @given(SIDES, SIDES)
    def test_a_turned_picture_gets_the_same_rungs_turned(self, width: int, height: int) -> None:
        turned = [(down, across) for across, down in sizes(height, width)]
        assert sizes(width, height) == turned
        assert caps(width, height) == caps(height, width)

    @given(st.integers(200, 8192), st.floats(0.4, 2.8))
    def test_the_aspect_is_kept_to_the_rounding(self, width: int, aspect: float) -> None:
        height = round(width / aspect)
        for across, down in sizes(width, height):  # each side off by one pixel at most
            assert abs(across * height - down * width) <= width + height

    @given(st.integers(16, 1920), st.integers(16, 1080))
    def test_the_highest_is_the_picture_itself(self, width: int, height: int) -> None:
        across, down = sizes(width, height)[-1]
        if len(sizes(width, height)) > 1:
            assert (across, down) == (width - width % 2, height - height % 2)
        assert abs(across * height - down * width) <= width + height

    @given(SIDES, SIDES)
    def test_one_is_for_the_poorest_lines(self, width: int, height: int) -> None:
        """9.21: a segment of six seconds holds a seventh more than the cap, when VBV was full."""
        low_sound, boxes = 40_000, 4_000
        assert ladder(width, height)[0].max_bitrate * 7 / 6 + low_sound + boxes <= 192_000

    @given(SIDES, SIDES)
    def test_each_is_larger_than_the_one_below(self, width: int, height: int) -> None:
        made = ladder(width, height)
        assert len({rung.name for rung in made}) == len(made)
        pixels = [rung.width * rung.height for rung in made]
        assert pixels == sorted(set(pixels))
        assert caps(width, height) == sorted(set(caps(width, height)))

    @given(SIDES, SIDES)
    def test_no_rung_but_the_lowest_comes_near_the_highest(self, width: int, height: int) -> None:
        """It would cost as much, and nobody would see the difference."""
        _, *middle, highest = [None, *ladder(width, height)]
        assert highest is not None
        for rung in middle[1:]:
            assert rung is not None
            assert max(rung.width, rung.height) <= 0.9 * max(highest.width, highest.height) + 2

    @given(SIDES, SIDES)
    def test_stills_are_small_and_of_the_ladder(self, width: int, height: int) -> None:
        made = ladder(width, height)
        shown = stills(made)
        assert (shown.width, shown.height) in sizes(width, height)
        assert shown.short <= 360
        assert shown.name not in {rung.name for rung in made}


class TestProfiles:
    def test_h264_is_what_there_is_now(self) -> None:
        assert {name: profile.codec for name, profile in LADDERS.items()} == {"h264": "h264"}
        with pytest.raises(KeyError):
            rungs(profile="av1", width=1920, height=1080)

    def test_another_is_data(self, monkeypatch: pytest.MonkeyPatch) -> None:
        half = tuple(replace(s, kbps=s.kbps // 2, crf=32) for s in LADDERS["h264"].steps)
        profile = ladders.Profile(codec="av1", steps=half)
        monkeypatch.setitem(LADDERS, "archive", profile)
        made = rungs(profile="archive", width=640, height=360)
        assert [(rung.name, rung.profile, rung.codec) for rung in made] == [
            ("archive-234", "archive", "av1"),
            ("archive-360", "archive", "av1"),
        ]
