"""Why a subtitle file can't be taken, and what its filmmaker is told."""

from enum import StrEnum


class Fault(StrEnum):
    """A closed list: the API's `code` is `subtitle_` and one of these."""

    UNKNOWN = "unknown"
    ENCODING = "encoding"
    TOO_LARGE = "too_large"
    SYNTAX = "syntax"
    NO_CUES = "no_cues"
    TOO_MANY = "too_many"
    FRAMES = "frames"
    LANGUAGE = "language"


WORDS: dict[Fault, dict[str, str]] = {
    Fault.UNKNOWN: {
        "en": "This is not a subtitle we can read. Please send SRT, WebVTT, ASS, SSA or TTML.",
        "zh-Hans": "无法识别此字幕。请提交 SRT、WebVTT、ASS、SSA 或 TTML 格式的文件。",
    },
    Fault.ENCODING: {
        "en": "The characters of this file can't be read. Please save it as UTF-8.",
        "zh-Hans": "无法识别文件的字符编码。请另存为 UTF-8 后重新提交。",
    },
    Fault.TOO_LARGE: {
        "en": "A subtitle has 5 MB at most, and no line of more than 20,000 characters.",
        "zh-Hans": "字幕文件不得超过 5 MB，每行不得超过 20,000 个字符。",
    },
    Fault.SYNTAX: {
        "en": "The subtitle is not written as its format demands. Please correct the line named.",
        "zh-Hans": "字幕格式有误。请更正所指出的一行。",
    },
    Fault.NO_CUES: {
        "en": "There is no text in this subtitle. Was it perhaps exported empty?",
        "zh-Hans": "字幕中没有文字，是否误导出了空文件？",
    },
    Fault.TOO_MANY: {
        "en": "A subtitle has 20,000 cues at most (TTML: 5,000). Please split it or send SRT.",
        "zh-Hans": "字幕不得超过 20,000 条（TTML 为 5,000 条）。请拆分或改用 SRT 格式。",
    },
    Fault.FRAMES: {
        "en": "This subtitle counts frames (MicroDVD). Please export it with times, as SRT.",
        "zh-Hans": "此字幕以帧计时（MicroDVD）。请以时间计时重新导出，例如 SRT 格式。",
    },
    Fault.LANGUAGE: {
        "en": "This is not a language tag we know. Please send one like zh-Hans, zh-Hant or en.",
        "zh-Hans": "无法识别的语言标签。请使用 zh-Hans、zh-Hant、en 等标签。",
    },
}

PLACE = {"en": " (line {line})", "zh-Hans": "（第 {line} 行）"}


class TextRefused(Exception):
    """The file is at fault. `line` counts from 1; 0 where no line can be named."""

    def __init__(self, fault: Fault, *, line: int = 0) -> None:
        super().__init__(f"line {line}: {fault}" if line else str(fault))
        self.fault = fault
        self.line = line
