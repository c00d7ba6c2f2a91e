"""Codes as people copy them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.handwritten import ALPHABET, grouped, new_code, readings

CODE = "3ACDEFGHJKMN"


@pytest.mark.parametrize(
    "typed",
    [
        "3ACD-EFGH-JKMN",
        " 3acd efgh jkmn ",
        "３ＡＣＤ－ＥＦＧＨ－ＪＫＭＮ",
        "3ACD–EFGH—JKMN",
        "3АСD-ЕFGН-JКМN",
        "8ACDEFGHJKMN",
    ],
    ids=["grouped", "small, with spaces", "wide", "long dashes", "Cyrillic", "8 read for 3"],
)
def test_it_is_read_as_it_was_meant(typed: str) -> None:
    assert CODE in readings(typed, length=12)


def test_of_several_readings_none_is_lost() -> None:
    assert readings("0ACDEFGHJKM0", length=12) == [
        f"{first}ACDEFGHJKM{last}" for first in "DQ" for last in "DQ"
    ]


@pytest.mark.parametrize("typed", ["", "3ACD", CODE + "3", "河" * 12, "S" * 12, "\0" * 12])
def test_what_is_no_code(typed: str) -> None:
    assert readings(typed, length=12) == []


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_codes_or_nothing(typed: str) -> None:
    found = readings(typed, length=12)
    assert len(found) <= 64
    assert all(len(code) == 12 and set(code) <= set(ALPHABET) for code in found)


def test_a_new_code_survives_being_shown_and_typed() -> None:
    codes = {new_code(20) for _ in range(500)}
    assert len(codes) == 500
    assert all(readings(grouped(code).lower(), length=20) == [code] for code in codes)
    assert {sign for code in codes for sign in code} == set(ALPHABET)
