"""Every reason has words, in every language."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from catalog.messages import LANGUAGES, OPENING, REQUESTS, WORDS, describe, refused
from catalog.verdict import Reason, Refusal

CHINESE = ("zh-Hans", "zh-hans", "zh-CN", "zh-Hant", "zh")


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_in_every_language(reason: Reason, language: str) -> None:
    words = describe(Refusal(reason=reason), language=language)
    assert words
    assert words[-1] in ".。"
    assert OPENING not in words
    assert set(WORDS[reason]) == set(LANGUAGES)


@pytest.mark.parametrize("reason", Reason)
def test_the_languages_differ(reason: Reason) -> None:
    assert len({describe(Refusal(reason=reason), language=tag) for tag in LANGUAGES}) == 2


@pytest.mark.parametrize("tag", CHINESE)
def test_every_chinese_is_understood(tag: str) -> None:
    assert describe(Refusal(reason=Reason.CLOSED), language=tag) == "本场放映已结束。"


@pytest.mark.parametrize("tag", ["en", "en-GB", "fr", "", None])
def test_english_for_all_others(tag: str | None) -> None:
    assert describe(Refusal(reason=Reason.CLOSED), language=tag) == "This screening is over."


@pytest.mark.parametrize(
    ("language", "instant"),
    [("en", "20 November 2026 at 19:05 UTC"), ("zh-Hans", "世界协调时 2026年11月20日 19:05")],
)
def test_the_opening_is_named_in_utc(language: str, instant: str) -> None:
    opens = datetime(2026, 11, 20, 20, 5, tzinfo=timezone(timedelta(hours=1)))
    refusal = Refusal(reason=Reason.NOT_OPEN_YET, retry_at=opens)
    assert instant in describe(refusal, language=language)
    assert opens.astimezone(UTC).hour == 19


@pytest.mark.parametrize("code", REQUESTS)
def test_every_refused_request_has_words_in_both(code: str) -> None:
    assert set(REQUESTS[code]) == set(LANGUAGES)
    assert len({refused(code, language=tag) for tag in LANGUAGES}) == 2
