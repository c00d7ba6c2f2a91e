"""What is wrong with the times of subtitles, set right, and said."""

from bisect import bisect_right
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from transcoding.webvtt import Cue

LONGEST = 120_000  # milliseconds that one cue may show
SUPPOSED = 2_000  # how long one shows whose end makes no sense
SLIP = 100  # an overlap this small is a slip of the export, no second speaker


class Mend(StrEnum):
    """A closed list of what is mended."""

    EMPTY = "empty"
    UNSORTED = "unsorted"
    NO_LENGTH = "no_length"
    TOO_LONG = "too_long"
    OUTSIDE = "outside"
    CUT = "cut"
    OVERLAP = "overlap"
    DUPLICATE = "duplicate"
    ENCODING = "encoding"


WORDS: dict[Mend, dict[str, str]] = {
    Mend.EMPTY: {"en": "Cues without text left out", "zh-Hans": "已略去没有文字的字幕"},
    Mend.UNSORTED: {"en": "Cues put in order of time", "zh-Hans": "已按时间重新排序"},
    Mend.NO_LENGTH: {
        "en": "Cues that ended before they began now show for up to two seconds",
        "zh-Hans": "结束早于开始的字幕，现最多显示两秒",
    },
    Mend.TOO_LONG: {
        "en": "Cues longer than two minutes cut to two minutes",
        "zh-Hans": "超过两分钟的字幕已缩至两分钟",
    },
    Mend.OUTSIDE: {
        "en": "Cues outside the film left out. Is it the subtitle of this version?",
        "zh-Hans": "已略去影片时间以外的字幕。请确认字幕与此版本相符",
    },
    Mend.CUT: {"en": "Cues cut at the film's ends", "zh-Hans": "已在影片首尾处截断字幕"},
    Mend.OVERLAP: {
        "en": "Overlaps of up to 0.1 s between cues taken away",
        "zh-Hans": "已消除 0.1 秒以内的字幕重叠",
    },
    Mend.DUPLICATE: {"en": "Cues given twice left out", "zh-Hans": "已略去重复的字幕"},
    Mend.ENCODING: {
        "en": "The encoding was guessed. Please look at the text",
        "zh-Hans": "字符编码为推测所得，请检查文字是否正确",
    },
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """What was mended, how often, and where first (milliseconds). `value`: an encoding's name."""

    code: Mend
    count: int
    first: int = 0
    value: str = ""

    def to_json(self) -> dict[str, Any]:
        """As kept with the subtitle, and shown in the API."""
        return asdict(self) | {"words": WORDS[self.code]}


def mend(cues: list[Cue], film_seconds: float | None) -> tuple[list[Cue], list[Note]]:
    """The cues in order, each with a length and within the film; and what that took.

    Cues that truly overlap stay: two people may speak at once. `None` is a film of unknown length.
    """
    touched: dict[Mend, list[int]] = {}

    def note(code: Mend, cue: Cue) -> None:
        touched.setdefault(code, []).append(cue.start)

    film = None if film_seconds is None else int(film_seconds * 1000)
    late = [later for cue, later in pairwise(cues) if later.start < cue.start]
    for cue in late:
        note(Mend.UNSORTED, cue)
    starts = sorted({cue.start for cue in cues if cue.text.strip()})
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start, cue.end)):
        if not cue.text.strip():
            note(Mend.EMPTY, cue)
            continue
        timed = _within(_lengthened(cue, starts, note), film, note)
        if timed is not None:
            kept.append(timed)
    whole = _apart(kept, note)
    notes = [Note(code=code, count=len(at), first=min(at)) for code, at in touched.items()]
    return sorted(whole, key=lambda cue: (cue.start, cue.end)), notes


def _apart(cues: list[Cue], note: Any) -> dict[Cue, None]:
    """Each once, without slips; a dictionary keeps the order."""
    starts = sorted({cue.start for cue in cues})
    whole: dict[Cue, None] = {}
    for cue in cues:
        following = _next(starts, cue.start)
        trimmed = cue
        if following is not None and 0 < cue.end - following <= SLIP:
            note(Mend.OVERLAP, cue)
            trimmed = replace(cue, end=following)
        if trimmed in whole:
            note(Mend.DUPLICATE, cue)
        whole[trimmed] = None
    return whole


def _lengthened(cue: Cue, starts: list[int], note: Any) -> Cue:
    if cue.end <= cue.start:
        note(Mend.NO_LENGTH, cue)
        following = _next(starts, cue.start)
        end = cue.start + SUPPOSED
        return replace(cue, end=end if following is None else min(end, following))
    if cue.end - cue.start > LONGEST:
        note(Mend.TOO_LONG, cue)
        return replace(cue, end=cue.start + LONGEST)
    return cue


def _within(cue: Cue, film: int | None, note: Any) -> Cue | None:
    if cue.end <= 0 or (film is not None and cue.start >= film):
        note(Mend.OUTSIDE, cue)
        return None
    end = cue.end if film is None else min(cue.end, film)
    inside = replace(cue, start=max(cue.start, 0), end=end)
    if inside != cue:
        note(Mend.CUT, cue)
    return inside


def _next(starts: list[int], start: int) -> int | None:
    position = bisect_right(starts, start)
    return starts[position] if position < len(starts) else None
