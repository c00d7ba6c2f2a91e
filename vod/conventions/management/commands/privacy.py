"""`manage.py privacy report|purge`: what is held of people, and what should be gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vod import privacy


class Command(BaseCommand):
    """Safe to repeat. Beat purges once a day."""

    help = (
        "report: what is held, how many rows, since when, what is overdue, by which rule; exit "
        "status 2 if anything is overdue. purge: forget what is overdue."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of the two."""
        parser.add_argument("act", choices=["report", "purge"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or forget."""
        if options["act"] == "purge":
            counts = privacy.retain(timezone.now())
            for label, number in sorted(counts.items()):
                self.stdout.write(f"{label}: {number}")
            self.stdout.write(f"{sum(counts.values())} rows forgotten")
            return
        overdue = 0
        self.stdout.write(f"{'model':34}{'rows':>9}  {'oldest':10}{'overdue':>9}  rule")
        for line in privacy.report(timezone.now()):
            oldest = line.oldest.isoformat() if line.oldest else "-"
            self.stdout.write(
                f"{line.label:34}{line.rows:>9}  {oldest:10}{line.overdue:>9}  {line.rule}"
            )
            overdue += line.overdue
        if overdue:
            raise CommandError(f"{overdue} rows are overdue: manage.py privacy purge", returncode=2)
