"""A catalogue as one JSON document: for programs."""

import json
from typing import Any

from catalog.exchange.report import Code, Finding
from catalog.exchange.rows import RawRow
from catalog.exchange.schema import BY_NAME, FORMAT, NOUNS, VERSION, Catalogue, Kind

ABOUT = frozenset({"format", "version", "audience"})


def write(catalogue: Catalogue, *, audience: str) -> bytes:
    """The document."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "audience": audience}
    document |= {noun.name: catalogue.get(noun.name, []) for noun in NOUNS}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def read(data: bytes) -> tuple[list[RawRow], list[Finding]]:
    """Rows of a document, and what is wrong with it as a whole."""
    wrong = [Finding(code=Code.NOT_A_CATALOGUE)]
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return [], wrong
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return [], wrong
    rows: list[RawRow] = []
    findings: list[Finding] = []
    for name, records in document.items():
        if name in ABOUT:
            continue
        if name not in BY_NAME:
            findings.append(Finding(code=Code.UNKNOWN_FILE, details={"value": name}))
        elif not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
            findings.append(Finding(code=Code.NOT_A_CATALOGUE, noun=name))
        else:
            rows += [
                RawRow(noun=name, line=number, cells=_flat(name, record))
                for number, record in enumerate(records, 1)
            ]
    return rows, findings


def _flat(name: str, record: dict[str, Any]) -> dict[str, Any]:
    """Words as in a table: {"title": {"en": …}} becomes "title:en"."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        column = BY_NAME[name].column(key)
        if column is not None and column.kind == Kind.WORDS and isinstance(value, dict):
            flat |= {f"{key}:{language}": text for language, text in value.items()}
        else:
            flat[key] = value
    return flat
