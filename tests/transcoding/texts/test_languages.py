"""One tag for one language."""

import pytest

from transcoding.texts.languages import canonical, canonical_or_unknown
from transcoding.texts.refusals import Fault, TextRefused


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


@pytest.mark.parametrize("given", ["", "xx", "chinese", "x-private", "a" * 35, "中文", "en-"])
def test_what_is_no_language(given: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        canonical(given)
    assert refusal.value.fault == Fault.LANGUAGE
    assert canonical_or_unknown(given) == "und"
