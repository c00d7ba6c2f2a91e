"""`manage.py make_trace_key FILE`: the key that opens traces, for a drawer and not for a server."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vod.playback.tracing import new_keys


class Command(BaseCommand):
    """Needs no database, and no network: run it where the key is to stay."""

    help = "Write a new private key to FILE and print the public one, for VOD_TRACE_PUBLIC_KEY."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the private key goes."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the pair; never write over a key."""
        private, public = new_keys()
        try:
            descriptor = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(
                f"{options['file']} is there already; it is left as it is."
            ) from error
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{private}\n")
        self.stdout.write(f"VOD_TRACE_PUBLIC_KEY={public}")
