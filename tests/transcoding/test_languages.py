"""One tag for one language."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from transcoding.languages import canonical, canonical_or_unknown

TOO_LONG = "en-Latn-GB-fonipa-oxendict-scotland-1994"


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("zh-cn", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-sg", "zh-Hans"),
        ("zh-hant-cn", "zh-Hant"), ("zh_Hans", "zh-Hans"), ("zh", "zh"), ("chi", "zh"),
        ("EN", "en"), ("en-us", "en-US"), ("eng", "en"), ("bo", "bo"), ("tib", "bo"),
    ],
)  # fmt: skip
def test_one_form(given: str, tag: str) -> None:
    assert canonical(given) == tag


@pytest.mark.parametrize(
    "given", ["", "xx", "chinese", "x-private", "a" * 35, "中文", "en-", TOO_LONG]
)
def test_what_is_no_language(given: str) -> None:
    assert canonical(given) is None
    assert canonical_or_unknown(given) == "und"


@drawn(st.text(max_size=60) | st.from_regex(r"[a-zA-Z0-9_-]{0,60}", fullmatch=True))
def test_whatever_a_container_says_there_is_a_tag(said: str) -> None:
    assert 2 <= len(canonical_or_unknown(said)) <= 35
