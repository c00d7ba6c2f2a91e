"""One cell: from text, or from JSON, to the value that a record holds."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import available_timezones

from catalog.codes import COUNTRY, LANGUAGE
from catalog.exchange.report import Code
from catalog.exchange.schema import Column, Kind

KEY = re.compile(r"[A-Za-z0-9_-]{1,50}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
SEPARATOR = ";"
YES, NO = frozenset({"yes", "true", "1", "是"}), frozenset({"no", "false", "0", "否"})


class BadCellError(Exception):
    """The cell does not hold what its column is for."""

    def __init__(self, code: Code, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def read(column: Column, cell: Any) -> Any:
    """The value of a cell; None where it is empty. Raises `BadCellError`."""
    if isinstance(cell, str) and not cell.strip():
        cell = None
    if cell is None or cell == []:
        if column.required:
            raise BadCellError(Code.REQUIRED)
        return [] if column.kind in LISTS else None
    return READERS[column.kind](column, cell)


def write(column: Column, value: Any) -> str:
    """A value as a cell of CSV."""
    if value is None:
        return ""
    if column.kind in LISTS:
        return SEPARATOR.join(value)
    if column.kind == Kind.FLAG:
        return "yes" if value else "no"
    return str(value)


def _key(column: Column, cell: Any) -> str:
    text = _text(cell).strip()
    if not KEY.fullmatch(text):
        raise BadCellError(Code.NOT_A_KEY, value=text)
    return text


def _number(column: Column, cell: Any) -> int:
    text = _text(cell).strip() if isinstance(cell, str) else str(cell)
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > column.most:
        raise BadCellError(Code.NOT_A_NUMBER, value=text, most=column.most)
    return int(text)


def _flag(column: Column, cell: Any) -> bool:
    text = str(cell).strip().lower()
    if text not in YES | NO:
        raise BadCellError(Code.NOT_A_FLAG, value=text)
    return text in YES


def _date(column: Column, cell: Any) -> str:
    text = _text(cell).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise BadCellError(Code.NOT_A_DATE, value=text) from error


def _instant(column: Column, cell: Any) -> str:
    text = _text(cell).strip()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadCellError(Code.NOT_AN_INSTANT, value=text) from error
    if instant.tzinfo is None:
        raise BadCellError(Code.NOT_AN_INSTANT, value=text)
    return instant.astimezone(UTC).isoformat()


def _zone(column: Column, cell: Any) -> str:
    text = _text(cell).strip()
    if text not in available_timezones():
        raise BadCellError(Code.NOT_A_ZONE, value=text)
    return text


def _choice(column: Column, cell: Any) -> str:
    text = _text(cell).strip()
    if text not in column.choices:
        raise BadCellError(Code.NOT_A_CHOICE, value=text, choices=", ".join(column.choices))
    return text


def _keys(column: Column, cell: Any) -> list[str]:
    return [_key(column, part) for part in _parts(cell)]


def _countries(column: Column, cell: Any) -> list[str]:
    return _matching(cell, COUNTRY, Code.NOT_A_COUNTRY)


def _languages(column: Column, cell: Any) -> list[str]:
    return _matching(cell, LANGUAGE, Code.NOT_A_LANGUAGE)


def _words(column: Column, cell: Any) -> str:
    text = _text(cell)
    if column.most and len(text) > column.most:
        raise BadCellError(Code.TOO_LONG, most=column.most)
    return text


READERS: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.KEY: _key,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.CHOICE: _choice,
    Kind.ZONE: _zone,
    Kind.KEYS: _keys,
    Kind.COUNTRIES: _countries,
    Kind.LANGUAGES: _languages,
    Kind.WORDS: _words,
}
LISTS = frozenset({Kind.KEYS, Kind.COUNTRIES, Kind.LANGUAGES})


def _text(cell: Any) -> str:
    """PostgreSQL holds no NUL, and half of a surrogate pair is no character."""
    if not isinstance(cell, str) or _UNSTORABLE.search(cell):
        raise BadCellError(Code.NOT_TEXT)
    return cell


def _parts(cell: Any) -> list[str]:
    """Of a list, or of "CN; FR"; a Chinese keyboard's semicolon and comma will do."""
    if isinstance(cell, list):
        return [_text(part).strip() for part in cell]
    return [part.strip() for part in re.split(r"[;；,，]", _text(cell)) if part.strip()]


def _matching(cell: Any, pattern: str, code: Code) -> list[str]:
    found = _parts(cell)
    for part in found:
        if not re.fullmatch(pattern, part):
            raise BadCellError(code, value=part)
    return found
