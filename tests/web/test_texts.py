"""Which of a thing's texts a reader is given."""

from dataclasses import dataclass

import pytest

from vod.web.texts import bcp47, in_order, pick, two_titles


@dataclass
class Text:
    language: str


@pytest.mark.parametrize(
    ("language", "tags", "expected"),
    [
        ("zh-hans", ["en", "zh-Hant", "zh-Hans"], "zh-Hans"),
        ("zh-hans", ["en", "zh-Hant"], "zh-Hant"),
        ("zh-hans", ["bo", "en"], "en"),
        ("en", ["zh-Hans", "en-GB"], "en-GB"),
        ("en", ["bo", "zh-Hant"], "zh-Hant"),
        ("fr", ["zh-Hans", "en"], "en"),
        (None, ["zh-Hans", "en"], "en"),
        ("en", ["bo"], "bo"),
    ],
)
def test_the_nearest_language_is_picked(language: str, tags: list[str], expected: str) -> None:
    picked = pick([Text(tag) for tag in tags], language=language)
    assert picked is not None
    assert picked.language == expected


def test_there_may_be_no_text() -> None:
    assert pick([], language="en") is None


def test_the_rest_follows_in_a_fixed_order() -> None:
    rows = [Text(tag) for tag in ("bo", "en", "zh-Hans")]
    assert [row.language for row in in_order(rows, language="zh-hans")] == ["zh-Hans", "en", "bo"]


@dataclass
class Title(Text):
    title: str


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", ["大象之梦", "Elephants Dream"]), ("en", ["Elephants Dream", "大象之梦"])],
)
def test_beside_a_title_stands_one_in_another_language(language: str, expected: list[str]) -> None:
    rows = [
        Title("zh-Hant", "大象之夢"),
        Title("en", "Elephants Dream"),
        Title("zh-Hans", "大象之梦"),
    ]
    assert [row.title for row in two_titles(rows, language=language)] == expected


def test_a_title_stands_there_once() -> None:
    rows = [Title("zh-Hant", "大雄兔"), Title("zh-Hans", "大雄兔")]
    assert [row.title for row in two_titles(rows, language="zh-hans")] == ["大雄兔"]
    assert two_titles([], language="en") == []


def test_djangos_names_become_bcp47() -> None:
    assert [bcp47(name) for name in ("zh-hans", "en", "en-gb", None)] == [
        "zh-Hans",
        "en",
        "en-GB",
        "en",
    ]
