"""What filmmakers read."""

import re

import pytest

from transcoding.messages import CONFLICTS, UPLOADS, WORDS, describe
from transcoding.states import Problem


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_is_put_into_both_languages(problem: Problem) -> None:
    english, chinese = describe(problem, language="en"), describe(problem, language="zh-Hans")
    assert english.isascii()
    assert english.endswith((".", "?"))
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert chinese.endswith(("。", "？"))


def test_no_two_problems_say_the_same() -> None:
    for language in ("en", "zh-Hans"):
        assert len({words[language] for words in WORDS.values()}) == len(Problem)


@pytest.mark.parametrize("language", ["zh", "zh-hans", "zh-Hant-TW", "ZH-CN"])
def test_every_kind_of_chinese_reads_chinese(language: str) -> None:
    assert describe(Problem.DAMAGED, language=language) == WORDS[Problem.DAMAGED]["zh-Hans"]


@pytest.mark.parametrize("language", ["en-GB", "fr", ""])
def test_everybody_else_reads_english(language: str) -> None:
    assert describe(Problem.DAMAGED, language=language) == WORDS[Problem.DAMAGED]["en"]


@pytest.mark.parametrize("words", [*CONFLICTS.values(), *UPLOADS.values()])
def test_what_is_refused_is_put_into_both_languages(words: dict[str, str]) -> None:
    assert set(words) == {"en", "zh-Hans"}
    assert words["en"].isascii()
    assert words["zh-Hans"].endswith("。")
    assert re.findall(r"{\w+}", words["en"]) == re.findall(r"{\w+}", words["zh-Hans"])
