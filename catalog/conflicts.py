"""What programmers read of a conflict between an offer and a film's rights."""

from catalog.messages import language_of
from catalog.sheet import Conflict, ConflictCode

WORDS: dict[ConflictCode, dict[str, str]] = {
    ConflictCode.NO_GRANT: {
        "en": "The film's team has granted no rights for this use.",
        "zh-Hans": "影片团队尚未授予此用途的权利。",
        "zh-Hant": "影片團隊尚未授予此用途的權利。",
    },
    ConflictCode.BEFORE_RIGHTS: {
        "en": "The offer opens before the rights begin.",
        "zh-Hans": "放映开始早于授权开始的时间。",
        "zh-Hant": "放映開始早於授權開始的時間。",
    },
    ConflictCode.BETWEEN_RIGHTS: {
        "en": "The rights are interrupted within the offer's window.",
        "zh-Hans": "放映期间授权有中断。",
        "zh-Hant": "放映期間授權有中斷。",
    },
    ConflictCode.AFTER_RIGHTS: {
        "en": "The offer closes after the rights end.",
        "zh-Hans": "放映结束晚于授权到期的时间。",
        "zh-Hant": "放映結束晚於授權到期的時間。",
    },
    ConflictCode.HOLDBACK: {
        "en": "The film is held back during a part of the offer's window.",
        "zh-Hans": "放映期间有一段处于影片的保留期内。",
        "zh-Hant": "放映期間有一段處於影片的保留期內。",
    },
    ConflictCode.TERRITORY: {
        "en": "The offer is open in territories for which there are no rights.",
        "zh-Hans": "放映面向的部分地区没有授权。",
        "zh-Hant": "放映面向的部分地區沒有授權。",
    },
    ConflictCode.CAP: {
        "en": "The offer has more seats than the rights allow tickets ({cap}).",
        "zh-Hans": "放映的座位数超过授权允许的票数（{cap}）。",
        "zh-Hant": "放映的座位數超過授權允許的票數（{cap}）。",
    },
}


def describe(conflict: Conflict, *, language: str | None) -> str:
    """Put a conflict into a language; English for those we have no words in."""
    words = WORDS[conflict.code][language_of(language)]
    return words.replace("{cap}", str(conflict.cap))
