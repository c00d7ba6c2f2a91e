"""What an import found, row by row, in both languages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """What can be said of a row."""

    NOT_A_CATALOGUE = "not_a_catalogue"
    TOO_LARGE = "too_large"
    UNKNOWN_FILE = "unknown_file"
    UNKNOWN_COLUMN = "unknown_column"
    ENCODING = "encoding"
    REQUIRED = "required"
    NOT_A_KEY = "not_a_key"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_FLAG = "not_a_flag"
    NOT_A_DATE = "not_a_date"
    NOT_AN_INSTANT = "not_an_instant"
    NOT_A_ZONE = "not_a_zone"
    NOT_A_CHOICE = "not_a_choice"
    NOT_A_COUNTRY = "not_a_country"
    NOT_A_LANGUAGE = "not_a_language"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    TWICE = "twice"
    UNKNOWN_KEY = "unknown_key"
    HIDDEN_HERE = "hidden_here"
    ELSEWHERE = "elsewhere"
    OTHER_EDITION = "other_edition"
    ORDER = "order"
    REFUSED = "refused"
    STATE_STAYS = "state_stays"


NOTES = frozenset({Code.STATE_STAYS})  # all others keep the import from happening
WORDS: Mapping[Code, tuple[str, str]] = {
    Code.NOT_A_CATALOGUE: (
        "This is no catalogue that we know: a zip of CSV files or a JSON document.",
        "这不是我们认识的影展目录：应为 CSV 文件的 zip 包或 JSON 文档。",
    ),
    Code.TOO_LARGE: ("The file is too large.", "文件过大。"),
    Code.UNKNOWN_FILE: (
        "There is no kind of record called “{value}”.",
        "没有名为“{value}”的记录。",
    ),
    Code.UNKNOWN_COLUMN: ("There is no column “{value}” here.", "这里没有“{value}”这一列。"),
    Code.ENCODING: ("This is neither UTF-8 nor GB18030.", "文件编码既不是 UTF-8，也不是 GB18030。"),
    Code.REQUIRED: ("This must not be empty.", "此处不能为空。"),
    Code.NOT_A_KEY: (
        "“{value}” may have Latin letters, digits, hyphens and underscores only.",
        "“{value}”只能由拉丁字母、数字、连字符和下划线组成。",
    ),
    Code.NOT_A_NUMBER: (
        "“{value}” is not a whole number up to {most}.",
        "“{value}”不是不大于 {most} 的整数。",
    ),
    Code.NOT_A_FLAG: ("“{value}” is neither yes nor no.", "“{value}”既不是 yes 也不是 no。"),
    Code.NOT_A_DATE: (
        "“{value}” is not a date like 2026-11-20.",
        "“{value}”不是 2026-11-20 这样的日期。",
    ),
    Code.NOT_AN_INSTANT: (
        "“{value}” is not an instant with its offset, like 2026-11-20T20:00:00+01:00.",
        "“{value}”不是带时差的时刻，例如 2026-11-20T20:00:00+01:00。",
    ),
    Code.NOT_A_ZONE: ("“{value}” is not an IANA time zone.", "“{value}”不是 IANA 时区。"),
    Code.NOT_A_CHOICE: (
        "“{value}” is none of: {choices}.",
        "“{value}”不在以下各项之中：{choices}。",
    ),
    Code.NOT_A_COUNTRY: (
        "“{value}” is not a country code like CN.",
        "“{value}”不是 CN 这样的国家或地区代码。",
    ),
    Code.NOT_A_LANGUAGE: (
        "“{value}” is not a language tag like zh-Hans.",
        "“{value}”不是 zh-Hans 这样的语言标签。",
    ),
    Code.NOT_TEXT: ("This is not text.", "此处不是文本。"),
    Code.TOO_LONG: ("This is longer than {most} characters.", "此处超过 {most} 个字符。"),
    Code.TWICE: ("“{value}” stands in the file twice.", "“{value}”在文件中出现了两次。"),
    Code.UNKNOWN_KEY: (
        "There is no “{value}” in {of}, neither in the file nor here.",
        "{of} 中没有“{value}”，文件里没有，本站也没有。",
    ),
    Code.HIDDEN_HERE: (
        "“{value}” is hidden here. An import does not bring it back.",
        "“{value}”在本站已隐藏，导入不会让它重新出现。",
    ),
    Code.ELSEWHERE: (
        "“{value}” belongs to another edition or film.",
        "“{value}”属于另一版次或另一部影片。",
    ),
    Code.OTHER_EDITION: (
        "The file is of the edition “{value}”, not of “{wanted}”.",
        "文件属于版次“{value}”，而不是“{wanted}”。",
    ),
    Code.ORDER: ("The end comes before the beginning.", "结束早于开始。"),
    Code.REFUSED: ("The database refused it: {value}.", "数据库拒绝写入：{value}。"),
    Code.STATE_STAYS: (
        "The edition stays “{wanted}”; an import does not make it “{value}”.",
        "版次仍为“{wanted}”，导入不会把它改为“{value}”。",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is to be said of one cell.

    `line` is that of the file, in JSON the number of the record; 0 is the file itself.
    """

    code: Code
    noun: str = ""
    line: int = 0
    column: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        """Whether nothing is imported because of it."""
        return self.code not in NOTES

    def messages(self) -> dict[str, str]:
        """In both languages."""
        english, chinese = WORDS[self.code]
        return {"en": english.format(**self.details), "zh-Hans": chinese.format(**self.details)}


@dataclass(kw_only=True)
class Report:
    """All of it. `created` and the others count records by noun."""

    findings: list[Finding] = field(default_factory=list)
    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    written: bool = False
    edition_before: Mapping[str, Any] | None = None

    @property
    def errors(self) -> list[Finding]:
        """What keeps the import from happening."""
        return [finding for finding in self.findings if finding.is_error]
