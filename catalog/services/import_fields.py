"""Setting the fields, links and words of one row of an import."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from catalog.exchange.rows import Row
from catalog.exchange.schema import BY_NAME, Column, Kind


def fill(found: Any, column: Column, value: Any) -> None:
    """An empty cell empties what may be empty, and leaves the rest."""
    if value is None:
        field = found._meta.get_field(column.name)  # noqa: SLF001 - Django's documented API
        if field.null:
            setattr(found, column.name, None)
        elif field.empty_strings_allowed and field.blank:
            setattr(found, column.name, "")
        return
    convert = {Kind.DATE: date.fromisoformat, Kind.INSTANT: datetime.fromisoformat}
    setattr(found, column.name, convert.get(column.kind, lambda same: same)(value))


def link(found: Any, links: Mapping[str, list[Any]]) -> bool:
    """Add links; those that the file does not name stay."""
    changed = False
    for name, others in links.items():
        manager = getattr(found, name)
        known = set(manager.values_list("pk", flat=True))
        if new := [other for other in others if other.pk not in known]:
            manager.add(*new)
            changed = True
    return changed


def write_words(found: Any, row: Row) -> bool:
    """A language without any words in the file keeps the words it has."""
    columns = [column.name for column in BY_NAME[row.noun].words]
    languages = {language for name in columns for language in row.record.get(name, {})}
    changed = False
    for language in sorted(languages):
        manager = found.names if row.noun == "people" else found.texts
        text = manager.filter(language=language).first()
        new = text is None
        text = manager.model(language=language) if new else text
        if new:
            setattr(text, manager.field.name, found)
        before = [getattr(text, name) for name in columns]
        for name in columns:
            if language in row.record.get(name, {}):
                setattr(text, name, row.record[name][language])
        if new or before != [getattr(text, name) for name in columns]:
            text.save()
            changed = True
    return changed
