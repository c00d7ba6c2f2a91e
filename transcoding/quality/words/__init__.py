"""A report's findings in the words of its reader: what it is, and what to do."""

from dataclasses import replace
from typing import Any

from transcoding.quality.findings import Code, Level
from transcoding.quality.words.pictures import PICTURES
from transcoding.quality.words.sounds import SOUNDS
from transcoding.quality.words.wording import Words

LEVELS: dict[Level, dict[str, str]] = {
    Level.INFO: {"en": "For your information", "zh-Hans": "提示"},
    Level.WARNING: {"en": "Please check", "zh-Hans": "请检查"},
    Level.BLOCKS: {"en": "Blocks publishing", "zh-Hans": "暂不能发布"},
}
WORDS: dict[Code, dict[str, Words]] = PICTURES | SOUNDS


def describe(finding: dict[str, Any], *, language: str) -> Words:
    """The words of a kept finding, in a language (BCP 47); English where there are none."""
    words = WORDS[Code(finding["code"])]["zh-Hans" if language.lower().startswith("zh") else "en"]
    return replace(words, text=words.text.format(**finding["figures"]))
