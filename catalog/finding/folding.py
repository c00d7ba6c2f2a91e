"""Writing folded so that what people type meets what is printed.

Every Traditional character becomes its Simplified one, each by itself: OpenCC's phrases know that
乾隆 keeps its 乾 and 乾淨 does not, but a query is a piece of a title, and the same character has
to fold alike in both. What two characters share is merged, which costs an index nothing.
"""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKENS = re.compile(rf"[{HAN}]+|[^\s{HAN}]+")
_HAN = re.compile(rf"[{HAN}]")
_ACCENT = range(0x0300, 0x0370)  # combining marks of Latin; Tibetan and Uyghur keep theirs
_APOSTROPHES = frozenset("'`\u2019\u2018\u00b4\u02bc")
_WORD_CATEGORIES = frozenset("LMN")  # letters, marks, numbers: Unicode section 4.5


def is_han(text: str) -> bool:
    """Tell whether a token is Chinese characters; tokens never mix."""
    return bool(_HAN.match(text))


def tokens(text: str) -> list[str]:
    """Folded words of `text`, and runs of Chinese characters."""
    return _TOKENS.findall(fold(text))


def fold(text: str) -> str:
    """Small letters without accents, Simplified characters, one space for all that is no word."""
    return " ".join("".join(map(folded_character, unicodedata.normalize("NFKC", text))).split())


@cache
def folded_character(character: str) -> str:
    """What one character becomes: nothing, a space, or one or more characters."""
    if character in _APOSTROPHES:
        return ""
    plain = unicodedata.normalize("NFKC", character).casefold()
    bare = [c for c in unicodedata.normalize("NFD", plain) if ord(c) not in _ACCENT]
    return "".join(
        _simplified().get(c, c) if unicodedata.category(c)[0] in _WORD_CATEGORIES else " "
        for c in unicodedata.normalize("NFC", "".join(bare))
    )


def simplified_phrase(text: str) -> str:
    """Simplified by OpenCC's phrases: for reading, where 乾隆 is no 干隆."""
    return str(_converter("t2s").convert(unicodedata.normalize("NFKC", text)))


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


@cache
def _simplified() -> dict[str, str]:
    """Character by character; Hong Kong's own forms (衞, 敍) where the general table has none."""
    every = [chr(c) for c in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    general = _converter("t2s").convert("\n".join(every)).split("\n")
    hong_kong = _converter("hk2s").convert("\n".join(every)).split("\n")
    folded = {}
    for character, usual, local in zip(every, general, hong_kong, strict=True):
        target = usual if usual != character else local
        if target != character and len(target) == 1:
            folded[character] = target
    return folded
