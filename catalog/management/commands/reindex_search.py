"""`manage.py reindex_search`: make the index of search anew, or show what is stale in it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.services import search_index


class Command(BaseCommand):
    """Make every document anew; with `--check` only look."""

    help = "Make the search index anew; --check names what is stale and fails if anything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if not options["check"]:
            self.stdout.write(f"{search_index.reindex()} documents")
            return
        stale = search_index.stale()
        for kind, pk in stale:
            self.stdout.write(f"{kind} {pk}")
        if stale:
            raise CommandError(f"{len(stale)} stale documents")
        self.stdout.write("nothing is stale")
