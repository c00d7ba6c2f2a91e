"""A browser is a class of browsers, and nothing of its own words stays."""

import pytest

from catalog.browsers import BROWSERS, DEVICES, browser_of, reading_language

APPLE = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
PIXEL = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0": "firefox computer",
    f"{APPLE} Version/26.1 Safari/605.1.15": "safari computer",
    f"{APPLE} Chrome/143.0.0.0 Safari/537.36 Edg/143.0": "edge computer",
    f"{PIXEL} Chrome/143.0.0.0 Mobile Safari/537.36": "chrome phone",
    "curl/8.5.0": "other computer",
    "": "other computer",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_only_a_class_is_told(agent: str) -> None:
    told = browser_of(agent)
    assert " ".join(told.values()) == AGENTS[agent]
    assert told["browser"] in BROWSERS
    assert told["device"] in DEVICES


@pytest.mark.parametrize(
    ("page", "accepted", "language"),
    [
        ("en", "zh-TW,zh;q=0.9", "en"),  # she chose the English pages
        ("zh-hans", "zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-hans", "en, zh-TW;q=0.8", "zh-Hant"),
        ("zh-hans", "zh-Hant-HK", "zh-Hant"),
        ("zh-hans", "de", "zh-Hans"),
        (None, "", "en"),
    ],
)
def test_the_script_is_the_browsers(page: str | None, accepted: str, language: str) -> None:
    assert reading_language(page, accepted=accepted) == language
