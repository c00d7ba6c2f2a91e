"""Packets as FFmpeg lists them, and whether they tell every frame of a film."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.packets import Strip, listed, read_strip
from transcoding.schedule import Chunk

RATE = Fraction(24)
HEAD = [b"#software: Lavf63.1.102\n", b"#tb 0: 1/12288\n", b"#dimensions 0: 1920x1080\n"]


def row(place: float, *, size: int = 900) -> bytes:
    at = round(place * 512)
    return b"0, %10d, %10d,      512, %8d, 0xc361f724\n" % (at, at, size)


def strip(*places: float, rate: Fraction = RATE, chunk: Chunk | None = None) -> Strip:
    return read_strip([*HEAD, *map(row, places)], rate=rate, most=99, chunk=chunk)


def test_a_mark_is_size_and_sum() -> None:
    assert strip(0, 1) == Strip(marks=[b"900,0xc361f724"] * 2, even=True)


@pytest.mark.parametrize(
    "places",
    [
        (1, 2, 3),
        (-1, 0, 1),
        (0, 1, 3),
        (0, 1, 1, 2),
        (0, 2, 1),
        (0, 1.4, 2),
        (0, 0.5, 1),
    ],
    ids=["late", "early", "gap", "twice", "unordered", "between", "double rate"],
)
def test_what_is_not_a_picture_a_frame_is_uneven(places: tuple[float, ...]) -> None:
    assert not strip(*places).even


def test_clocks_of_milliseconds_are_even_at_odd_rates() -> None:
    rate = Fraction(30000, 1001)
    rows = [b"0, 0, %d, 33, 9, 0x1\n" % round(1000 * place / rate) for place in range(500)]
    assert read_strip([b"#tb 0: 1/1000\n", *rows], rate=rate, most=999).even


@pytest.mark.parametrize("broken", [b"0, 0, NOPTS, 1, 9, 0x1\n", b"0, 0, 0\n"])
def test_what_has_no_time_is_uneven(broken: bytes) -> None:
    assert not read_strip([*HEAD, row(0), broken], rate=RATE, most=99).even


def test_more_than_are_allowed_are_uneven_and_not_kept() -> None:
    found = read_strip([*HEAD, *(row(place) for place in range(9))], rate=RATE, most=5)
    assert (len(found.marks), found.even) == (5, False)


class TestChunk:
    CHUNK = Chunk(start=4, end=7)

    def test_has_its_own_whatever_is_round_it(self) -> None:
        assert len(strip(2, 3, 4, 5, 6, 7, 8, chunk=self.CHUNK).marks) == 3
        assert strip(2, 3, 4, 5, 6, 7, 8, chunk=self.CHUNK).even

    @pytest.mark.parametrize("places", [(5, 6, 7), (4, 6), (4, 5, 5, 6), (4, 4, 5, 6)])
    def test_lacks_none_and_has_none_twice(self, places: tuple[float, ...]) -> None:
        assert not strip(*places, chunk=self.CHUNK).even

    def test_that_ends_too_early_has_fewer(self) -> None:
        assert len(strip(4, 5, chunk=self.CHUNK).marks) == 2


@given(sizes=st.lists(st.integers(0, 10**9)))
def test_a_strip_reads_as_it_was_listed(sizes: list[int]) -> None:
    def rows() -> Iterator[bytes]:
        yield from HEAD
        yield from (row(place, size=size) for place, size in enumerate(sizes))

    read = read_strip(rows(), rate=RATE, most=10**6)
    assert read.even
    assert read_strip(listed(read, rate=RATE), rate=RATE, most=10**6) == read
