"""Every reason has words, in every language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from catalog.messages import (
    CUT_SHORT,
    INSTANT,
    LANGUAGES,
    REQUESTS,
    UNDATED,
    WORDS,
    describe,
    describe_ending,
    refused,
)
from catalog.verdict import Ending, Granted, Reason, Refusal

SIMPLIFIED = ("zh-Hans", "zh-hans", "zh-CN", "zh", "zh-Hans-HK", "zh_Hans")
TRADITIONAL = ("zh-Hant", "zh-hant", "zh-TW", "zh-HK", "zh-Hant-MO", "zh_TW")
# A character of the other script in a text would show that it was not written, but converted badly.
ONLY_SIMPLIFIED = "场观电请还账号仅权络断为开册时间结东续点击链换码经从发这个过"


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_in_every_language(reason: Reason, language: str) -> None:
    words = describe(Refusal(reason=reason), language=language)
    assert words
    assert words[-1] in ".。"
    assert INSTANT not in words
    assert set(WORDS[reason]) == set(LANGUAGES)


@pytest.mark.parametrize("reason", Reason)
def test_the_languages_differ(reason: Reason) -> None:
    assert len({describe(Refusal(reason=reason), language=tag) for tag in LANGUAGES}) == 3


@pytest.mark.parametrize("tag", SIMPLIFIED)
def test_every_simplified_chinese_is_understood(tag: str) -> None:
    assert describe(Refusal(reason=Reason.CLOSED), language=tag) == "本场放映已结束。"


@pytest.mark.parametrize("tag", TRADITIONAL)
def test_every_traditional_chinese_is_understood(tag: str) -> None:
    assert describe(Refusal(reason=Reason.CLOSED), language=tag) == "本場放映已結束。"


def test_traditional_words_hold_no_simplified_characters() -> None:
    words = [*WORDS.values(), *UNDATED.values(), *CUT_SHORT.values(), *REQUESTS.values()]
    for texts in words:
        assert set(texts) == set(LANGUAGES)
        assert not set(texts["zh-Hant"]) & set(ONLY_SIMPLIFIED), texts["zh-Hant"]


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cuts_a_film_short_is_said_with_the_instant(ending: Ending, language: str) -> None:
    until = datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
    granted = Granted(
        offer_id=1, ticket_id=1, until=until, starts_watch_period=True, cut_short=ending
    )
    words = describe_ending(granted, language=language)
    assert "19:05" in words
    assert INSTANT not in words
    assert describe_ending(replace(granted, cut_short=None), language=language) == ""


@pytest.mark.parametrize("tag", ["en", "en-GB", "fr", "", None])
def test_english_for_all_others(tag: str | None) -> None:
    assert describe(Refusal(reason=Reason.CLOSED), language=tag) == "This screening is over."


@pytest.mark.parametrize(
    ("language", "instant"),
    [
        ("en", "20 November 2026 at 19:05 UTC"),
        ("zh-Hans", "世界协调时 2026年11月20日 19:05"),
        ("zh-Hant", "世界協調時間 2026年11月20日 19:05"),
    ],
)
def test_the_opening_is_named_in_utc(language: str, instant: str) -> None:
    opens = datetime(2026, 11, 20, 20, 5, tzinfo=timezone(timedelta(hours=1)))
    refusal = Refusal(reason=Reason.NOT_OPEN_YET, retry_at=opens)
    assert instant in describe(refusal, language=language)
    assert opens.astimezone(UTC).hour == 19


@pytest.mark.parametrize("code", REQUESTS)
def test_every_refused_request_has_words_in_every_language(code: str) -> None:
    assert set(REQUESTS[code]) == set(LANGUAGES)
    assert len({refused(code, language=tag) for tag in LANGUAGES}) == 3
