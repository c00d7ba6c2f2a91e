"""The seal round a mark's trace, and what is read off a picture. Pure."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vod.playback.marks import ALPHABET, LENGTH, new_mark
from vod.playback.tracing import Trace, UnusableKey, new_keys, pattern_of, seal, unseal

PRIVATE, PUBLIC = new_keys()
TRACE = Trace(
    person="p" * 22, screening="s" * 22, items=["i" * 22], hour="2026-11-28T19:00:00+00:00"
)
MARKS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


class TestSeal:
    def test_is_opened_by_its_key_alone(self) -> None:
        sealed = seal(TRACE, public_key=PUBLIC)
        assert unseal(sealed, private_key=PRIVATE) == TRACE
        for other in (new_keys()[0], PUBLIC):
            with pytest.raises(UnusableKey):
                unseal(sealed, private_key=other)

    def test_tells_nothing_by_itself(self) -> None:
        first, second = (seal(TRACE, public_key=PUBLIC) for _ in range(2))
        assert first != second
        assert TRACE.person.encode() not in first

    @given(items=st.lists(st.text("abc", min_size=22, max_size=22), max_size=12))
    def test_is_as_long_for_a_block_as_for_one_film(self, items: list[str]) -> None:
        longer = TRACE._replace(items=items)
        assert len(seal(longer, public_key=PUBLIC)) == len(seal(TRACE, public_key=PUBLIC))
        assert unseal(seal(longer, public_key=PUBLIC), private_key=PRIVATE) == longer

    @pytest.mark.parametrize("key", ["", "no base64!", "c2hvcnQ="])
    def test_is_not_made_with_what_is_no_key(self, key: str) -> None:
        with pytest.raises(UnusableKey):
            seal(TRACE, public_key=key)


class TestWhatIsReadOffAPicture:
    @given(mark=MARKS)
    def test_the_mark_itself(self, mark: str) -> None:
        for typed in (mark, mark.lower(), f" {mark[:3]}-{mark[3:]} "):
            assert re.fullmatch(pattern_of(typed), mark)

    @given(mark=MARKS, place=st.integers(0, LENGTH - 1))
    def test_a_letter_may_not_be_legible(self, mark: str, place: int) -> None:
        typed = mark[:place] + "?" + mark[place + 1 :]
        assert re.fullmatch(pattern_of(typed), mark)

    @given(mark=MARKS, other=MARKS)
    def test_another_is_another(self, mark: str, other: str) -> None:
        assert bool(re.fullmatch(pattern_of(mark), other)) == (mark == other)

    def test_a_cyrillic_keyboard_and_wide_letters(self) -> None:
        assert re.fullmatch(pattern_of("СНКМРТ"), "CHKMPT")
        assert re.fullmatch(pattern_of("ＣＨＫＭＰＴ"), "CHKMPT")

    @pytest.mark.parametrize("typed", ["", "CHKMP", "CHKMPTT", "??????", "CHKMPA", "CHKMP.*"])
    def test_what_is_no_mark(self, typed: str) -> None:
        with pytest.raises(ValueError, match="letter"):
            pattern_of(typed)

    def test_new_ones_are_marks(self) -> None:
        mark = new_mark()
        assert re.fullmatch(pattern_of(mark), mark)
