"""An edition's catalogue from a file: all of it, or nothing.

An import adds and changes; it deletes nothing, and it brings back nothing that is hidden.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from accounts import audit
from accounts.models import AuditAction, User
from catalog.exchange import documents, tables
from catalog.exchange.report import Code, Finding, Report
from catalog.exchange.rows import RawRow, Row, checked
from catalog.exchange.schema import NOUNS
from catalog.models import Edition, SearchKind
from catalog.services import search_index
from catalog.services.import_rows import Importer

JSON_BEGINS = (b"{", b"\xef\xbb\xbf{")


def import_catalogue(
    *, data: bytes, actor: User | None, now: datetime, dry_run: bool, into: str | None = None
) -> Report:
    """Read a file, and write what it says unless something is wrong with it.

    A dry run writes as well, and takes it back: what it reports is what would happen. `into` is
    the slug of the edition that the file has to be of.
    """
    raw, findings = parse(data)
    rows, wrong = checked(raw)
    report = Report(findings=[*findings, *wrong, *_about_edition(rows, raw, into=into)])
    try:
        with transaction.atomic():
            _write(rows, report)
            report.written = not report.errors and not dry_run
            if report.written:
                _record(rows, report, data=data, actor=actor, now=now)
            else:
                transaction.set_rollback(True)
    except DatabaseError as refused:
        report.written = False
        said = str(refused).partition("\n")[0]
        report.findings.append(Finding(code=Code.REFUSED, details={"value": said}))
    order = [noun.name for noun in NOUNS]
    report.findings.sort(
        key=lambda found: (order.index(found.noun) if found.noun in order else -1, found.line)
    )
    return report


def parse(data: bytes) -> tuple[list[RawRow], list[Finding]]:
    """Rows of a JSON document or a zip of tables."""
    if len(data) > tables.LARGEST:
        return [], [Finding(code=Code.TOO_LARGE)]
    if data.lstrip()[:4].startswith(JSON_BEGINS):
        return documents.read(data)
    return tables.read(data)


def _about_edition(
    rows: Sequence[Row], raw: Sequence[RawRow], *, into: str | None
) -> list[Finding]:
    """A file is of one edition, and of the one it is brought to."""
    editions = [row for row in rows if row.noun == "edition"]
    if len([row for row in raw if row.noun == "edition"]) != 1:
        return [Finding(code=Code.REQUIRED, noun="edition", column="slug")] if raw else []
    return [
        row.finding(Code.OTHER_EDITION, "slug", value=row.record["slug"], wanted=into)
        for row in editions
        if into is not None and row.record["slug"] != into
    ]


def _write(rows: Sequence[Row], report: Report) -> None:
    """In the order of the nouns: what is pointed to comes first."""
    importer = Importer(report)
    edition = next((row for row in rows if row.noun == "edition"), None)
    if edition is None:
        return
    for noun in NOUNS:
        for row in rows:
            if row.noun == noun.name:
                importer.write(row)
    for kind in (SearchKind.PERSON, SearchKind.ESSAY, SearchKind.SCREENING):
        search_index.refresh(kind, importer.touched[kind])
    # A period's refresh makes its films anew; those of no period are left.
    search_index.refresh_period(*importer.touched[SearchKind.PERIOD])
    search_index.refresh_film(*importer.touched[SearchKind.FILM])
    search_index.refresh_term(*importer.terms)


def _record(
    rows: Sequence[Row], report: Report, *, data: bytes, actor: User | None, now: datetime
) -> None:
    slug = next(row.record["slug"] for row in rows if row.noun == "edition")
    after: dict[str, Any] = {
        "created": dict(report.created),
        "changed": dict(report.changed),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    audit.record(
        actor=actor,
        action=AuditAction.CHANGED,
        model="catalog.import",
        target=slug,
        now=now,
        after=after,
    )
    edition = Edition.objects.get(slug=slug)
    before = report.edition_before
    audit.record(
        actor=actor,
        action=AuditAction.CHANGED if before else AuditAction.CREATED,
        model="catalog.edition",
        target=slug,
        now=now,
        before=before,
        after=audit.values_of(edition),
    )
