"""Which words are struck out of a text, and which stay."""

import pytest

from catalog.mentions import BLANK, pattern_of, struck

WORDS = {"River", "The Long  March", "河流", "我", "Zhang Wei", "张伟", "C++ (part 1)"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("River, by Zhang Wei", f"{BLANK}, by {BLANK}"),
        ("RIVER and ZHANG WEI", f"{BLANK} and {BLANK}"),
        ("the long\nmarch was long", f"{BLANK} was long"),
        ("张伟的《河流》与《我》", f"{BLANK}的《{BLANK}》与{BLANK}"),
        ("On C++ (part 1).", f"On {BLANK}."),
    ],
)
def test_titles_and_names_go(text: str, left: str) -> None:
    assert struck(text, pattern_of(WORDS)) == left


@pytest.mark.parametrize("text", ["the river", "Riverside", "Zhang Weiping", "我们", "Marching"])
def test_what_only_looks_like_them_stays(text: str) -> None:
    assert struck(text, pattern_of(WORDS)) == text


def test_nothing_is_found_by_nothing() -> None:
    assert pattern_of({"", "  "}) is None
    assert struck("A text.", None) == "A text."
