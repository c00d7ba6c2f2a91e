"""How Chinese characters are read: pinyin without tones, ü as u.

Whoever types pinyin writes lü as lv, lu, lyu or lü; tones are left out, marked, or numbered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from catalog.finding.folding import is_han, simplified_phrase, tokens

MOST_READINGS = 3  # of one character; pypinyin gives the usual ones first
MOST_SEGMENTATIONS = 4
LONGEST_SYLLABLE = 6  # zhuang
_NUMBERED = re.compile(r"(?:[a-z]{1,6}[1-5])+")
_PASSPORTS = {"lyu": "lu", "lyue": "lue", "nyu": "nu", "nyue": "nue"}  # ü in passports
_INTERJECTIONS = frozenset({"m", "n", "ng", "hm", "hng"})


def bare(reading: str) -> str:
    """A reading without its tone: "lǜ" and "lv" are "lu"."""
    letters = unicodedata.normalize("NFD", reading.strip().lower().replace("v", "u"))
    return "".join(c for c in letters if c.isascii() and c.isalpha())


def readings(run: str) -> list[tuple[str, ...]]:
    """For each character of a run its likely readings, the one in this context first."""
    phrase = simplified_phrase(run)
    if len(phrase) != len(run):
        phrase = run
    dictionary = _dictionary()
    unread = list  # a character without a reading stands for itself
    in_context = dictionary.lazy_pinyin(phrase, errors=unread)
    style = dictionary.Style.NORMAL
    possible = dictionary.pinyin(phrase, style=style, heteronym=True, errors=unread)
    if not len(in_context) == len(possible) == len(run):
        return [() for _ in run]
    return [
        tuple(dict.fromkeys(filter(None, map(bare, (first, *others[:MOST_READINGS])))))
        for first, others in zip(in_context, possible, strict=True)
    ]


def spelled(text: str) -> str:
    """Text in Latin letters and without spaces, Chinese characters by their usual reading."""
    return "".join(
        "".join(found[0] for found in readings(token) if found) if is_han(token) else token
        for token in tokens(text)
    )


def without_tones(word: str) -> str:
    """A Latin word as pinyin is kept: "zhan4tai2" is "zhantai", "lv" is "lu"."""
    letters = re.sub(r"[1-5]", "", word) if _NUMBERED.fullmatch(word) else word
    return letters.replace("v", "u")


@lru_cache(maxsize=4096)
def segmentations(word: str, *, unfinished: bool = False) -> tuple[tuple[str, ...], ...]:
    """Ways to read a word as syllables, longest syllables first: "xian" is xian, or xi an.

    `unfinished`: the last one may be the beginning of a syllable, as while typing.
    """
    letters = without_tones(word)
    if not letters.isascii() or not letters.isalpha():
        return ()
    found = []
    for way in _ways(letters, unfinished=unfinished):
        found.append(tuple(way))
        if len(found) == MOST_SEGMENTATIONS:
            break
    return tuple(found)


def _ways(letters: str, *, unfinished: bool) -> Iterator[Sequence[str]]:
    if not letters:
        yield ()
        return
    for length in range(min(LONGEST_SYLLABLE, len(letters)), 0, -1):
        head, rest = letters[:length], letters[length:]
        if head in syllables() or head in _PASSPORTS:
            known = _PASSPORTS.get(head, head)
            yield from ((known, *tail) for tail in _ways(rest, unfinished=unfinished))
        elif unfinished and not rest and head in _beginnings():
            yield (head,)


@cache
def _dictionary() -> Any:
    """Loaded when somebody searches: it takes 57 MB, and encoders have no use for it."""
    return import_module("pypinyin")


@cache
def syllables() -> frozenset[str]:
    """Every syllable of the standard language, from the dictionary itself."""
    known = _dictionary().constants.PINYIN_DICT.values()
    every = (bare(reading) for many in known for reading in many.split(","))
    return frozenset(every) - _INTERJECTIONS - {""}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(s[:length] for s in syllables() for length in range(1, len(s)))
