"""`manage.py export_catalogue 2026 --format csv`: an edition's catalogue as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog import services
from catalog.exchange.schema import Audience
from catalog.models import Edition


class Command(BaseCommand):
    """Write the file into the current directory, or where `--output` says."""

    help = (
        "Write an edition's catalogue as a zip of CSV files, or as JSON. Nothing hidden is in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which edition, how, and for whom."""
        parser.add_argument("edition", help="slug")
        parser.add_argument("--format", choices=["csv", "json"], default="csv", dest="form")
        parser.add_argument(
            "--audience", choices=[one.value for one in Audience], default=Audience.PUBLIC.value
        )
        parser.add_argument("--output", type=Path, help="a directory, or a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Export."""
        audience = Audience(options["audience"])
        edition = Edition.objects.filter(slug=options["edition"]).first()
        if edition is None:
            raise CommandError(f"There is no edition {options['edition']}.")
        try:
            name, content = services.export_catalogue(
                edition=edition, form=options["form"], audience=audience, now=timezone.now()
            )
        except services.EditionIsDraft as refused:
            raise CommandError(str(refused.detail)) from refused
        output: Path = options["output"] or Path()
        path = output / name if output.is_dir() else output
        path.write_bytes(content)
        self.stdout.write(str(path))
