"""Every finding in both languages, with its figures in place."""

import re

import pytest

from transcoding.quality.findings import Code, Level
from transcoding.quality.words import LEVELS, WORDS, describe

FIGURES = {
    "frames": 7, "seconds": 12.5, "rate": 29.97, "across": 0, "down": 280, "percent": 12,
    "width": 640, "height": 360, "megabits": 1.5, "channel": 1, "channels": 2, "loudness": -12.3,
    "peak": 0.4, "streams": 2,
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_each_has_title_text_and_advice(code: Code, language: str) -> None:
    words = describe({"code": code, "figures": FIGURES}, language=language)
    for text in (words.title, words.text, words.advice):
        assert text
        assert "{" not in text
        assert bool(CHINESE.search(text)) is (language == "zh-Hans")


@pytest.mark.parametrize("code", Code)
def test_both_languages_tell_the_same_figures(code: Code) -> None:
    told = {tag: set(re.findall(r"\{(\w+)", words.text)) for tag, words in WORDS[code].items()}
    assert told["en"] == told["zh-Hans"]


def test_levels_have_names() -> None:
    assert set(LEVELS) == set(Level)


def test_a_language_without_words_reads_english() -> None:
    finding = {"code": "no_sound", "figures": {}}
    assert describe(finding, language="de").title == "No sound"
    assert describe(finding, language="zh-Hant").title == "没有声音"
