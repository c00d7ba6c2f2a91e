"""`manage.py import_catalogue FILE --dry-run`: an edition's catalogue from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog import services
from catalog.exchange.schema import NOUNS


class Command(BaseCommand):
    """Write all of it, or nothing, and say of each row what is wrong."""

    help = "Read an edition's catalogue, as export_catalogue writes it. All of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report in both languages."""
        report = services.import_catalogue(
            data=options["file"].read_bytes(),
            actor=None,
            now=timezone.now(),
            dry_run=options["dry_run"],
        )
        for finding in report.findings:
            place = ":".join(
                str(part) for part in (finding.noun, finding.line, finding.column) if part
            )
            words = finding.messages()
            self.stdout.write(f"{place}: {words['en']} / {words['zh-Hans']}")
        for noun in NOUNS:
            counts = [report.created, report.changed, report.unchanged]
            created, changed, unchanged = (count[noun.name] for count in counts)
            if created or changed or unchanged:
                self.stdout.write(
                    f"{noun.name}: {created} created, {changed} changed, {unchanged} unchanged"
                )
        if report.errors:
            raise CommandError(f"Nothing was imported: {len(report.errors)} errors.")
        self.stdout.write("imported" if report.written else "dry run: nothing was written")
