"""Badly timed cues: mended, and every mend said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcoding.texts.mending import WORDS, Mend, mend
from transcoding.webvtt import Cue


def cue(start: int, end: int, text: str = "x") -> Cue:
    return Cue(start=start, end=end, settings="", text=text)


@pytest.mark.parametrize(
    ("cues", "mended", "notes"),
    [
        ([cue(0, 1000), cue(1000, 2000)], [cue(0, 1000), cue(1000, 2000)], []),
        ([cue(5, 9), cue(1, 4)], [cue(1, 4), cue(5, 9)], [(Mend.UNSORTED, 1, 1)]),
        ([cue(0, 1000), cue(900, 2000)], [cue(0, 900), cue(900, 2000)], [(Mend.OVERLAP, 1, 0)]),
        ([cue(0, 1000), cue(899, 2000)], [cue(0, 1000), cue(899, 2000)], []),
        ([cue(3000, 2000)], [cue(3000, 5000)], [(Mend.NO_LENGTH, 1, 3000)]),
        (
            [cue(3000, 3000), cue(3500, 4000)],
            [cue(3000, 3500), cue(3500, 4000)],
            [(Mend.NO_LENGTH, 1, 3000)],
        ),
        ([cue(0, 5), cue(0, 5)], [cue(0, 5)], [(Mend.DUPLICATE, 1, 0)]),
        ([cue(0, 5), cue(1000, 1500, " ")], [cue(0, 5)], [(Mend.EMPTY, 1, 1000)]),
        ([cue(9000, 11_000)], [cue(9000, 10_000)], [(Mend.CUT, 1, 9000)]),
        ([cue(-50, 100)], [cue(0, 100)], [(Mend.CUT, 1, -50)]),
        ([cue(10_000, 11_000)], [], [(Mend.OUTSIDE, 1, 10_000)]),
    ],
)
def test_each_mend(cues: list[Cue], mended: list[Cue], notes: list[tuple[Mend, int, int]]) -> None:
    found, said = mend(cues, 10.0)
    assert found == mended
    assert [(note.code, note.count, note.first) for note in said] == notes


def test_two_minutes_at_most() -> None:
    assert mend([cue(0, 120_001)], None)[0] == [cue(0, 120_000)]


def test_every_mend_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Mend)
    assert all(set(words) == {"en", "zh-Hans"} for words in WORDS.values())


times = st.integers(-500, 12_000)
wild = st.lists(st.builds(cue, times, times, st.sampled_from(["a", "b", "c", ""])), max_size=10)


@given(wild)
def test_sorted_within_the_film_and_nothing_lost_in_silence(cues: list[Cue]) -> None:
    mended, notes = mend(cues, 10.0)
    assert mended == sorted(mended, key=lambda c: (c.start, c.end))
    assert all(0 <= c.start < c.end <= 10_000 for c in mended)
    lost = sum(n.count for n in notes if n.code in {Mend.EMPTY, Mend.OUTSIDE, Mend.DUPLICATE})
    assert len(mended) == len(cues) - lost


@given(wild)
def test_once_is_enough(cues: list[Cue]) -> None:
    mended, _ = mend(cues, 10.0)
    assert mend(mended, 10.0) == (mended, [])
