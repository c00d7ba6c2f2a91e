"""Rows of a file, checked as far as that goes without the database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.codes import LANGUAGE
from catalog.exchange import cells
from catalog.exchange.cells import BadCellError
from catalog.exchange.report import Code, Finding
from catalog.exchange.schema import BY_NAME, Column, Kind, Noun, Record

MAY_BE_UNTITLED = frozenset({"screenings"})


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """A row as it stands in a file. Words are under "title:zh-Hans"."""

    noun: str
    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row whose cells are what they should be. Columns that the file lacks are not in it."""

    noun: str
    line: int
    record: Record = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others of its noun."""
        return tuple(self.record.get(name) for name in BY_NAME[self.noun].key)

    def finding(self, code: Code, column: str = "", **details: Any) -> Finding:
        """Something to be said of this row."""
        return Finding(code=code, noun=self.noun, line=self.line, column=column, details=details)


def checked(raw: Sequence[RawRow]) -> tuple[list[Row], list[Finding]]:
    """Rows with values, and everything that is wrong with their cells."""
    rows: list[Row] = []
    findings: list[Finding] = []
    seen: set[tuple[str, tuple[Any, ...]]] = set()
    for one in raw:
        row = Row(noun=one.noun, line=one.line)
        wrong = list(_fill(row, one, BY_NAME[one.noun]))
        if not wrong and (row.noun, row.key) in seen:
            value = " ".join(map(str, row.key))
            wrong = [row.finding(Code.TWICE, BY_NAME[row.noun].key[0], value=value)]
        seen.add((row.noun, row.key))
        findings += wrong
        if not wrong:
            rows.append(row)
    return rows, findings


def _fill(row: Row, raw: RawRow, noun: Noun) -> Iterator[Finding]:
    for name, cell in raw.cells.items():
        column_name, _, language = name.partition(":")
        column = noun.column(column_name)
        if column is None or bool(language) != (column.kind == Kind.WORDS):
            yield row.finding(Code.UNKNOWN_COLUMN, name, value=name)
        elif language and not re.fullmatch(LANGUAGE, language):
            yield row.finding(Code.NOT_A_LANGUAGE, name, value=language)
        else:
            yield from _read(row, column, cell, language=language)
    for column in noun.columns:
        if column.required and column.name not in raw.cells:
            yield row.finding(Code.REQUIRED, column.name)
    yield from _untitled(row, noun)


def _read(row: Row, column: Column, cell: Any, *, language: str) -> Iterator[Finding]:
    try:
        value = cells.read(column, cell)
    except BadCellError as bad:
        name = f"{column.name}:{language}" if language else column.name
        yield row.finding(bad.code, name, **bad.details)
        return
    if not language:
        row.record[column.name] = value
    elif value is not None:
        row.record.setdefault(column.name, {})[language] = value


def _untitled(row: Row, noun: Noun) -> Iterator[Finding]:
    """In each language in which there are words there has to be the title."""
    if not noun.words or noun.name in MAY_BE_UNTITLED:
        return
    title, *others = noun.words
    for language in {lang for other in others for lang in row.record.get(other.name, {})}:
        if language not in row.record.get(title.name, {}):
            yield row.finding(Code.REQUIRED, f"{title.name}:{language}")
