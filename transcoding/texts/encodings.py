"""In which encoding a text was saved: UTF-8, UTF-16, GB18030 or Big5."""

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from transcoding.texts.refusals import Fault, TextRefused

CHINESE = ("gb18030", "big5hkscs")
# Of the most frequent characters of written Chinese, in both scripts, and its punctuation.
FREQUENT = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下"
    "自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小"
    "部其些主样樣理心她本前开開但因只从從想实實吗嗎呢吧啊谁誰什很再见見水江河走知问問话話爱愛妈媽爸电電影，。！？、…：“”「」"
)
NEAR = 0.1  # scores nearer than this decide nothing


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """`encoding` is Python's name; `guessed` if the bytes alone did not prove it."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    """The text without its byte-order mark; raises `TextRefused`."""
    encoding = _declared(data)
    guessed = encoding is None
    if encoding is None:
        encoding = _chinese(data)
        guessed = True
    text = _try(data, encoding)
    if text is None or "\0" in text:
        raise TextRefused(Fault.ENCODING)
    return Decoded(text=text.removeprefix("\ufeff"), encoding=encoding, guessed=guessed)


def _declared(data: bytes) -> str | None:
    """What the bytes prove: a mark, the zeros of ASCII in UTF-16, or well-formed UTF-8."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return name
    for word in ("-->", "Dialogue:", "<tt", ":tt"):  # every format has one of these
        for name in ("utf-16-le", "utf-16-be"):
            position = data.find(word.encode(name))
            if position >= 0 and position % 2 == 0:
                return name
    return "utf-8" if _try(data, "utf-8") is not None else None


def _chinese(data: bytes) -> str:
    scores = {name: _score(text) for name in CHINESE if (text := _try(data, name)) is not None}
    if not scores:
        raise TextRefused(Fault.ENCODING)
    best = max(scores, key=lambda name: scores[name])
    if len(scores) > 1 and abs(scores[CHINESE[0]] - scores[CHINESE[1]]) < NEAR:
        match = from_bytes(data, cp_isolation=list(CHINESE)).best()
        return match.encoding if match and match.encoding in scores else best
    return best


def _score(text: str) -> float:
    """The share of frequent characters among those that are not ASCII."""
    foreign = [character for character in text if not character.isascii()]
    return sum(character in FREQUENT for character in foreign) / max(len(foreign), 1)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
