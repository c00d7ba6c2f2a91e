"""Words struck out of texts: titles and names that are to be read nowhere. Pure."""

import re
from collections.abc import Collection

BLANK = "▇▇"
LEAST = 2  # signs of a word that is struck wherever it stands; a shorter one only between marks
MARKS = "《{}》", "〈{}〉", "“{}”", "「{}」"


def pattern_of(words: Collection[str]) -> re.Pattern[str] | None:
    """What finds any of `words`, the longest first; None where there is nothing to find.

    In scripts with blanks a word is found as a whole: "River" is not struck out of "Riverside",
    and a title of one word not where it is a common noun: "the river".
    """
    cleaned = {" ".join(word.split()) for word in words} - {""}
    found = [_one(word) for word in sorted(cleaned, key=lambda word: (-len(word), word))]
    return re.compile("|".join(found)) if found else None


def struck(text: str, pattern: re.Pattern[str] | None) -> str:
    """The text with a blank for every mention."""
    return pattern.sub(BLANK, text) if pattern is not None else text


def _one(word: str) -> str:
    if " " in word:
        loose = "(?i:" + r"\s+".join(re.escape(part) for part in word.split(" ")) + ")"
    else:
        ways = dict.fromkeys((word, word.upper(), word.capitalize()))
        loose = f"(?:{'|'.join(map(re.escape, ways))})"
    if len(word) < LEAST:
        return "|".join(mark.format(loose) for mark in MARKS)
    before = r"(?<!\w)" if _is_spaced(word[0]) else ""
    after = r"(?!\w)" if _is_spaced(word[-1]) else ""
    return f"{before}{loose}{after}"


def _is_spaced(sign: str) -> bool:
    """Whether its script puts blanks between words; Chinese, Japanese and their signs do not."""
    return sign.isalnum() and ord(sign) < 0x2E80  # noqa: PLR2004 - where the CJK blocks begin
