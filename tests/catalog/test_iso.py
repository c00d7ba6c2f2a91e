"""Which codes there are."""

import pytest

from catalog import iso


@pytest.mark.parametrize("code", ["DE", "TW", "HK", "US-CA", "CN-BJ", "GB-ENG"])
def test_exists(code: str) -> None:
    assert iso.exists(code)


@pytest.mark.parametrize("code", ["UK", "ZZ", "EU", "US-ZZ", "de", "DE-", ""])
def test_does_not(code: str) -> None:
    assert not iso.exists(code)


@pytest.mark.parametrize(("part", "own"), sorted(iso.OWN_CODES.items()))
def test_a_part_with_a_code_of_its_own_exists_by_both(part: str, own: str) -> None:
    assert iso.exists(part)
    assert iso.exists(own)
    assert iso.own_code(part) == own


def test_other_parts_have_none() -> None:
    assert iso.own_code("US-CA") is None
