"""A catalogue as a zip of CSV files, one a noun: for spreadsheets.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when
it is read (OWASP, "CSV Injection"). UTF-8 is written with a mark, or Excel takes it for something
else; what Excel in China writes, GB18030, is read as well.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.exchange import cells
from catalog.exchange.report import Code, Finding
from catalog.exchange.rows import RawRow
from catalog.exchange.schema import BY_NAME, FORMAT, NOUNS, VERSION, Catalogue, Kind, Noun, Record

ABOUT = "about.json"
BOM = "\ufeff"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same catalogue is the same file
LARGEST = 50 * 1024 * 1024  # bytes, unpacked
DELIMITERS = (",", ";", "\t")
# Also as the wide forms, which spreadsheets in East Asia take for the narrow ones.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_ESCAPED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
csv.field_size_limit(LARGEST)


def write(catalogue: Catalogue, *, audience: str) -> bytes:
    """The zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        about = {"format": FORMAT, "version": VERSION, "audience": audience}
        archive.writestr(zipfile.ZipInfo(ABOUT, EPOCH), json.dumps(about))
        for noun in NOUNS:
            entry = zipfile.ZipInfo(f"{noun.name}.csv", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            text = BOM + table(noun, catalogue.get(noun.name, []), audience=audience)
            archive.writestr(entry, text.encode())
    return packed.getvalue()


def table(noun: Noun, records: Sequence[Record], *, audience: str) -> str:
    """One file."""
    header = _header(noun, records, audience=audience)
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows([escape(_cell(noun, record, name)) for name in header] for record in records)
    return written.getvalue()


def read(data: bytes) -> tuple[list[RawRow], list[Finding]]:
    """Rows of a zip, and what is wrong with its files."""
    rows: list[RawRow] = []
    findings: list[Finding] = []
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                name = entry.filename.rpartition("/")[2].removesuffix(".csv")
                if entry.is_dir() or entry.filename.endswith(ABOUT):
                    continue
                if name not in BY_NAME:
                    findings.append(_finding(Code.UNKNOWN_FILE, value=name))
                    continue
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    return [], [_finding(Code.TOO_LARGE)]
                _read_file(name, content, rows, findings)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return [], [_finding(Code.NOT_A_CATALOGUE)]
    return rows, findings


def escape(cell: str) -> str:
    """A cell that no spreadsheet computes."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescape(cell: str) -> str:
    """The cell as it was."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def decoded(data: bytes) -> str | None:
    """Text of a file; None if it is in no encoding that we know."""
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_file(name: str, content: bytes, rows: list[RawRow], findings: list[Finding]) -> None:
    text = decoded(content)
    if text is None:
        findings.append(Finding(code=Code.ENCODING, noun=name))
        return
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows += _rows(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        findings.append(Finding(code=Code.NOT_A_CATALOGUE, noun=name))


def _rows(name: str, reader: Any) -> Iterator[RawRow]:
    header = [cell.strip() for cell in next(reader, [])]
    line = reader.line_num + 1
    for cells_of_row in reader:
        found = {
            column: unescape(cell)
            for column, cell in zip(header, cells_of_row, strict=False)
            if column
        }
        if any(found.values()):
            yield RawRow(noun=name, line=line, cells=found)
        line = reader.line_num + 1


def _header(noun: Noun, records: Sequence[Record], *, audience: str) -> list[str]:
    languages = sorted({lang for r in records for w in noun.words for lang in r.get(w.name, {})})
    names: list[str] = []
    for column in noun.columns:
        if column.kind == Kind.WORDS:
            names += [f"{column.name}:{language}" for language in languages or ["zh-Hans", "en"]]
        elif not (column.name == "reveal_at" and audience == "public"):
            names.append(column.name)
    return names


def _cell(noun: Noun, record: Mapping[str, Any], name: str) -> str:
    column_name, _, language = name.partition(":")
    column = noun.column(column_name)
    value = record.get(column_name)
    if column is None or value is None:
        return ""
    return str(value.get(language, "")) if language else cells.write(column, value)


def _finding(code: Code, **details: Any) -> Finding:
    return Finding(code=code, details=details)
